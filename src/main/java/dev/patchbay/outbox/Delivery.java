package dev.patchbay.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event for one destination.
 *
 * @param id fixed when enqueued; the same in each attempt and each replay
 * @param seq order of enqueuing; per customer also the order of sending
 * @param customer whose it is, or {@code null} for events of no one, which have no order
 * @param source connection the event came from
 * @param attempts attempts made so far
 * @param retrySince when patience began: enqueued, or last replayed
 * @param attemptsBefore attempts made before patience began
 * @param claim by which a lane of this hub holds it from birth, or {@code null}
 */
public record Delivery(
    UUID id,
    long seq,
    UUID event,
    @Nullable UUID customer,
    String destination,
    String source,
    String flow,
    @Nullable String action,
    int attempts,
    Instant dueAt,
    Instant receivedAt,
    Instant enqueuedAt,
    @Nullable Instant firstAttemptAt,
    Instant retrySince,
    int attemptsBefore,
    @Nullable Claim claim) {

  /** A delivery that was never replayed and that no lane holds. */
  public Delivery(
      UUID id,
      long seq,
      UUID event,
      @Nullable UUID customer,
      String destination,
      String source,
      String flow,
      @Nullable String action,
      int attempts,
      Instant dueAt,
      Instant receivedAt,
      Instant enqueuedAt,
      @Nullable Instant firstAttemptAt) {
    this(
        id,
        seq,
        event,
        customer,
        destination,
        source,
        flow,
        action,
        attempts,
        dueAt,
        receivedAt,
        enqueuedAt,
        firstAttemptAt,
        enqueuedAt,
        0,
        null);
  }

  /** This delivery after one more attempt that began at {@code startedAt}. */
  public Delivery attempted(Instant startedAt) {
    return new Delivery(
        id,
        seq,
        event,
        customer,
        destination,
        source,
        flow,
        action,
        attempts + 1,
        dueAt,
        receivedAt,
        enqueuedAt,
        firstAttemptAt == null ? startedAt : firstAttemptAt,
        retrySince,
        attemptsBefore,
        claim);
  }

  /** This delivery as held by {@code claim}, or by none when {@code null}. */
  Delivery claimed(@Nullable Claim claim) {
    return new Delivery(
        id,
        seq,
        event,
        customer,
        destination,
        source,
        flow,
        action,
        attempts,
        dueAt,
        receivedAt,
        enqueuedAt,
        firstAttemptAt,
        retrySince,
        attemptsBefore,
        claim);
  }
}
