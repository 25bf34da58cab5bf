package dev.patchbay.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** How a faked vendor feels: busy now and then, and down for some seconds once in a while. */
public final class Moods {

  private static final double BUSY = 0.02;
  private static final Duration FIRST_OUTAGE = Duration.ofSeconds(8);
  private static final Duration BETWEEN = Duration.ofSeconds(45);
  private static final Duration OUTAGE = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final RandomGenerator chance;
  private final Instant start;

  Moods(InstantSource clock, RandomGenerator chance) {
    this.clock = clock;
    this.chance = chance;
    this.start = clock.instant();
  }

  /** {@code down}, {@code busy} or {@code well}. */
  public synchronized String next() {
    Duration age = Duration.between(start, clock.instant()).minus(FIRST_OUTAGE);
    boolean down = !age.isNegative() && age.toMillis() % BETWEEN.toMillis() < OUTAGE.toMillis();
    return down ? "down" : chance.nextDouble() < BUSY ? "busy" : "well";
  }
}
