package dev.patchbay.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what somebody meant to write. */
public final class NearestName {

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,39}");

  private NearestName() {}

  /** The known name that takes the fewest changes from {@code written}, if it takes few. */
  public static Optional<String> of(String written, Collection<String> known) {
    String best = null;
    int fewest = Math.max(1, Math.min(written.length(), 12) / 3) + 1;
    for (String name : known) {
      int changes =
          changes(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), fewest);
      if (changes < fewest) {
        fewest = changes;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /** A remedy: the nearest name as a question, then what names there are. */
  public static String remedy(String written, Collection<String> known) {
    String list =
        known.isEmpty()
            ? "Nothing may be written here."
            : "Known: " + String.join(", ", known) + ".";
    return of(written, known).map(name -> "Did you mean '" + name + "'? " + list).orElse(list);
  }

  /** The written name between quotes, or nothing when it does not look like a name. */
  public static String quoted(String written) {
    return HARMLESS.matcher(written).matches() ? " '" + written + "'" : "";
  }

  /** Optimal string alignment distance, or {@code limit} when it is at least that. */
  private static int changes(String from, String to, int limit) {
    if (from.length() > 64 || Math.abs(from.length() - to.length()) >= limit) {
      return limit;
    }
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= to.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      for (int j = 1; j <= to.length(); j++) {
        int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return Math.min(limit, cost[from.length()][to.length()]);
  }
}
