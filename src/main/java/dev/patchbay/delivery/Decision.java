package dev.patchbay.delivery;

import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a delivery after an attempt.
 *
 * @param kind stable name of the error, or the reason of a cancellation; {@code null} when accepted
 * @param retryIn how long to wait when it stays pending
 */
record Decision(
    DeliveryState state, @Nullable String kind, @Nullable String text, Duration retryIn) {

  /** Nothing was sent, nor ever will be. */
  static Decision canceled(Reply.Failure failure) {
    return new Decision(DeliveryState.CANCELED, failure.kind(), failure.text(), Duration.ZERO);
  }

  /** By what the reply meant, and how long this has gone on. */
  static Decision after(
      Delivery delivery,
      Outcome outcome,
      Instant endedAt,
      RetryPolicy policy,
      RandomGenerator random) {
    if (outcome.verdict() == Verdict.ACCEPTED) {
      return new Decision(DeliveryState.DELIVERED, null, null, Duration.ZERO);
    }
    if (outcome.verdict() == Verdict.FIX_DATA) {
      return new Decision(DeliveryState.DEAD, outcome.kind(), outcome.text(), Duration.ZERO);
    }
    if (outcome.verdict() == Verdict.FIX_CONFIG) {
      return new Decision(DeliveryState.PENDING, outcome.kind(), outcome.text(), Duration.ZERO);
    }
    int attempts = delivery.attempts() + 1 - delivery.attemptsBefore();
    Duration waited = Duration.between(delivery.retrySince(), endedAt);
    Optional<Duration> wait =
        policy.next(attempts, waited, outcome.poison(), outcome.retryAfter(), random);
    if (wait.isPresent()) {
      return new Decision(DeliveryState.PENDING, outcome.kind(), outcome.text(), wait.get());
    }
    return new Decision(
        DeliveryState.DEAD,
        "exhausted",
        "Given up after %d attempts; the last failed as %s: %s"
            .formatted(attempts, outcome.kind(), outcome.text()),
        Duration.ZERO);
  }

  /** The same, but not waiting longer than {@code most}. */
  Decision within(Duration most) {
    return retryIn.compareTo(most) > 0 ? new Decision(state, kind, text, most) : this;
  }
}
