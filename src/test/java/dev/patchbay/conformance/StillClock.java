package dev.patchbay.conformance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still, but for what is waited for: that passes at once after it was looked at
 * a few times in vain.
 */
final class StillClock extends Clock {

  private static final int LOOKS = 6;

  private Instant now;
  private Duration awaited = Duration.ZERO;
  private int looks;
  private int all;

  StillClock(Instant now) {
    this.now = now;
  }

  @Override
  public synchronized Instant instant() {
    all++;
    if (isAwaited() && looks++ == LOOKS) {
      now = now.plus(awaited);
      awaited = Duration.ZERO;
    }
    return now;
  }

  /** From now on somebody is to wait for so long. */
  synchronized void await(Duration time) {
    awaited = time;
    looks = 0;
  }

  /** Whether what is waited for has not passed. */
  synchronized boolean isAwaited() {
    return !awaited.isZero();
  }

  /** How often it was looked at. */
  synchronized int looks() {
    return all;
  }

  /** So much time passes. */
  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
