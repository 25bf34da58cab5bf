package dev.patchbay.delivery;

import dev.patchbay.diagnostic.Finding;
import org.jspecify.annotations.Nullable;

/**
 * How a lane of this hub fares.
 *
 * @param inMemory deliveries it holds
 * @param underWay attempts it is making
 * @param finding why it is paused, or {@code null}
 */
public record LaneState(
    String destination, Status status, int inMemory, int underWay, @Nullable Finding finding) {

  /** Whether it sends. */
  public enum Status {
    OPEN,
    /** Waits for IT to mend the configuration. */
    PAUSED,
    /** The destination seems down; it is probed. */
    BREAKER_OPEN,
    /** Another hub sends, or the database is away. */
    NOT_OWNER
  }
}
