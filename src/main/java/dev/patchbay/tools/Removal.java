package dev.patchbay.tools;

import dev.patchbay.access.Personal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sale whose buyer is to be taken out of one audience.
 *
 * @param name of the buyer where it was asked for and is known, else {@code null}
 * @param state {@code delivered}, {@code pending}, {@code dead} or {@code canceled}
 * @param removedAt when the destination took it, or {@code null}
 * @param seconds from purchase to removed, or to now where it is not yet
 * @param withinSeconds the flow's target, or {@code null} where it has none
 * @param over whether the target is missed
 * @param reason why it is not removed, a stable word; {@code null} when it is
 */
public record Removal(
    UUID delivery,
    UUID event,
    @Nullable UUID customer,
    @Personal @Nullable String name,
    String flow,
    String destination,
    Instant boughtAt,
    String state,
    @Nullable Instant removedAt,
    long seconds,
    @Nullable Long withinSeconds,
    boolean over,
    int attempts,
    @Nullable String reason) {

  /** With the buyer's name. */
  public Removal named(@Nullable String buyer) {
    return new Removal(
        delivery,
        event,
        customer,
        buyer,
        flow,
        destination,
        boughtAt,
        state,
        removedAt,
        seconds,
        withinSeconds,
        over,
        attempts,
        reason);
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Removal[delivery=" + delivery + "]";
  }
}
