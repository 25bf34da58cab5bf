package dev.patchbay.route;

import dev.patchbay.delivery.Sender;
import dev.patchbay.plan.PlannedConnection;

/** Opens the lane of a destination; the bridge from {@code outbox:} to the delivery package. */
@FunctionalInterface
public interface LaneOpener {

  /**
   * Starts sending the destination's deliveries through {@code sender}.
   *
   * @return closes the lane: attempts under way end, nothing new begins
   */
  AutoCloseable open(PlannedConnection destination, Sender sender);
}
