package dev.patchbay.outbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is over, with all that was attempted.
 *
 * @param customer whose it is, or {@code null}
 * @param state {@code DELIVERED}, {@code DEAD} or {@code CANCELED}
 * @param receivedAt when the event's message was received
 * @param attempts in order; the last one's error is the delivery's
 */
public record FinishedDelivery(
    UUID id,
    UUID event,
    @Nullable UUID customer,
    String destination,
    String source,
    String flow,
    @Nullable String action,
    DeliveryState state,
    Instant receivedAt,
    List<Attempt> attempts) {

  /**
   * One attempt.
   *
   * @param verdict such as {@code accepted} or {@code retry}
   * @param status HTTP status, or {@code null}
   * @param errorText for people; no secret, no personal data
   */
  public record Attempt(
      Instant startedAt,
      Instant endedAt,
      String verdict,
      @Nullable Integer status,
      @Nullable String errorKind,
      @Nullable String errorText) {}

  /** The same, as a customer's; {@code null} for nobody's. */
  public FinishedDelivery of(@Nullable UUID whose) {
    return new FinishedDelivery(
        id, event, whose, destination, source, flow, action, state, receivedAt, attempts);
  }

  Attempt last() {
    return attempts.get(attempts.size() - 1);
  }

  /** Refuses what is not over. */
  public FinishedDelivery {
    attempts = List.copyOf(attempts);
    if (state == DeliveryState.PENDING || attempts.isEmpty()) {
      throw new IllegalArgumentException("Only what was attempted and is over");
    }
  }
}
