package dev.patchbay.delivery;

import dev.patchbay.connector.RateLimit;
import dev.patchbay.diagnostic.Finding;
import org.jspecify.annotations.Nullable;

/**
 * How a lane of this hub fares.
 *
 * @param inMemory deliveries it holds
 * @param underWay attempts it is making
 * @param finding why it is paused or halted, or {@code null}
 * @param rateUsed requests that count against its limit now
 * @param rateLimit what it keeps to; no requests mean no limit
 */
public record LaneState(
    String destination,
    Status status,
    int inMemory,
    int underWay,
    @Nullable Finding finding,
    int rateUsed,
    RateLimit rateLimit) {

  /** Whether it sends. */
  public enum Status {
    OPEN,
    /** A person paused it. */
    HALTED,
    /** Waits for IT to mend the configuration. */
    PAUSED,
    /** The destination seems down; it is probed. */
    BREAKER_OPEN,
    /** Another hub sends, or the database is away. */
    NOT_OWNER
  }
}
