package dev.patchbay.delivery;

import dev.patchbay.connector.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sliding window: never more than the limit in any stretch of its length, as the destination will
 * count it. Not safe for several threads.
 */
final class RateWindow {

  private final int requests;
  private final Duration per;
  private final Deque<Instant> sent = new ArrayDeque<>();

  RateWindow(RateLimit limit) {
    this.requests = limit.requests();
    // Requests do not travel equally fast: a little longer than the destination's own window.
    this.per = limit.per().plus(limit.per().dividedBy(50));
  }

  /** When the next request may go. */
  Instant opensAt() {
    if (requests <= 0 || sent.size() < requests) {
      return Instant.MIN;
    }
    return sent.getFirst().plus(per);
  }

  /** How many requests count against the limit now; none where there is no limit. */
  int used(Instant now) {
    Instant begin = now.minus(per);
    return (int) sent.stream().filter(at -> at.isAfter(begin)).count();
  }

  /** A request goes now. */
  void began(Instant now) {
    if (requests <= 0) {
      return;
    }
    if (sent.size() >= requests) {
      sent.removeFirst();
    }
    sent.addLast(now);
  }
}
