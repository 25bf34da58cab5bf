package dev.patchbay.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a faked vendor feels: busy now and then, and down for some seconds once in a while; time runs
 * from its first request.
 */
public final class Moods {

  private static final double BUSY = 0.02;
  private static final Duration FIRST_OUTAGE = Duration.ofSeconds(8);
  private static final Duration BETWEEN = Duration.ofSeconds(45);
  private static final Duration OUTAGE = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final RandomGenerator chance;
  private @Nullable Instant start;

  Moods(InstantSource clock, RandomGenerator chance) {
    this.clock = clock;
    this.chance = chance;
  }

  /** {@code down}, {@code busy} or {@code well}. */
  public synchronized String next() {
    Instant now = clock.instant();
    Instant first = start == null ? now : start;
    start = first;
    Duration age = Duration.between(first, now).minus(FIRST_OUTAGE);
    boolean down = !age.isNegative() && age.toMillis() % BETWEEN.toMillis() < OUTAGE.toMillis();
    return down ? "down" : chance.nextDouble() < BUSY ? "busy" : "well";
  }
}
