package dev.patchbay.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Circuit breaker of one destination: after a row of attempts without a sane answer only probes go,
 * one at a time, ever further apart, until one is answered. Not safe for several threads.
 */
final class Breaker {

  /** What an attempt tells about the destination itself. */
  enum Contact {
    /** It answered, whatever it said. */
    ANSWERED,
    /** No answer, or one that says it is down. */
    FAILED,
    /** Nothing was sent. */
    NONE
  }

  private final int threshold;
  private final Duration first;
  private final Duration longest;

  private int failures;
  private boolean open;
  private boolean probing;
  private Duration interval;
  private Instant probeAt = Instant.MIN;

  Breaker(int threshold, Duration first, Duration longest) {
    this.threshold = threshold;
    this.first = first;
    this.longest = longest;
    this.interval = first;
  }

  boolean isOpen() {
    return open;
  }

  /** When the next attempt may go: any time while closed, never while a probe is under way. */
  Instant opensAt() {
    if (!open) {
      return Instant.MIN;
    }
    return probing ? Instant.MAX : probeAt;
  }

  /** An attempt begins; gives whether it is a probe. */
  boolean began() {
    if (open) {
      probing = true;
    }
    return open;
  }

  /** An attempt ended; {@code probe} is what {@link #began} gave for it. */
  void ended(boolean probe, Contact contact, Instant now) {
    if (probe) {
      probing = false;
    }
    switch (contact) {
      case ANSWERED -> close();
      case FAILED -> failed(probe, now);
      case NONE -> {}
    }
  }

  /** Forgets everything. */
  void close() {
    open = false;
    probing = false;
    failures = 0;
    interval = first;
  }

  private void failed(boolean probe, Instant now) {
    if (!open) {
      failures++;
      if (failures >= threshold) {
        open = true;
        interval = first;
        probeAt = now.plus(interval);
      }
    } else if (probe) {
      interval = interval.multipliedBy(2);
      if (interval.compareTo(longest) > 0) {
        interval = longest;
      }
      probeAt = now.plus(interval);
    }
  }
}
