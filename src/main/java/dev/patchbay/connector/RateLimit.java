package dev.patchbay.connector;

import java.time.Duration;

/** At most {@code requests} in any {@code per}; zero requests means no limit. */
public record RateLimit(int requests, Duration per) {

  /** No limit. */
  public static final RateLimit NONE = new RateLimit(0, Duration.ofSeconds(1));
}
