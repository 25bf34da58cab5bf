package dev.patchbay.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps order when rows leave a lane's memory: what was enqueued into memory before its customer's
 * earlier rows left must not come in after. Not safe for several threads.
 */
final class Releases {

  private static final int REMEMBERED = 10_000;

  private final Map<UUID, Integer> leaving = new HashMap<>();
  private final LinkedHashMap<UUID, Long> left = new LinkedHashMap<>();
  private long moment;
  private long oldest;

  /** Now, on the scale by which leave to enqueue is dated. */
  long moment() {
    return moment;
  }

  /** Rows of {@code customer} are leaving; until {@link #left} none may come in. */
  void leaving(UUID customer) {
    leaving.merge(customer, 1, Integer::sum);
  }

  /** The rows have left for all to see. */
  void left(UUID customer) {
    leaving.computeIfPresent(customer, (key, count) -> count > 1 ? count - 1 : null);
    moment++;
    left.remove(customer);
    left.put(customer, moment);
    if (left.size() > REMEMBERED) {
      var eldest = left.entrySet().iterator();
      oldest = eldest.next().getValue();
      eldest.remove();
    }
  }

  /** Whether a row that was given leave at {@code given} must stay out. */
  boolean refuses(UUID customer, long given) {
    return given < oldest
        || leaving.containsKey(customer)
        || given < left.getOrDefault(customer, Long.MIN_VALUE);
  }

  /** Whether rows of {@code customer} began to leave since {@code then}, but for {@code known}. */
  boolean left(UUID customer, long then, int known) {
    return then < oldest
        || leaving.getOrDefault(customer, 0) > known
        || then < left.getOrDefault(customer, Long.MIN_VALUE);
  }

  /** Customers of whom rows are leaving. */
  Set<UUID> customers() {
    return Set.copyOf(leaving.keySet());
  }

  /** Whether {@code count} rows are all of {@code customer} that are leaving. */
  boolean isLeavingOnly(UUID customer, int count) {
    return leaving.getOrDefault(customer, 0) == count;
  }

  /** Forgets what is leaving: claims under the old token are void. */
  void clear() {
    leaving.clear();
    left.clear();
    moment++;
    oldest = moment;
  }
}
