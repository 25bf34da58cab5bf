package dev.patchbay.past;

import dev.patchbay.event.Event;
import dev.patchbay.event.Ids;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.FinishedDelivery;
import dev.patchbay.outbox.FinishedDelivery.Attempt;
import dev.patchbay.past.Past.Trouble;
import dev.patchbay.pipeline.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an event's deliveries in the past: the stack's flows, the past's luck. */
public final class PastDeliveries {

  private static final double BUSY = 0.02;
  private static final double REFUSED = 0.0004;
  private static final int USUAL_MS = 150;
  private static final int FIRST_TRIES = 4;

  private final Past past;
  private final Routing routing;
  private final List<Span> troubles;

  private record Span(Trouble trouble, Instant from, Instant until) {
    boolean hits(String destination, @Nullable String action, Instant received) {
      return trouble.to().equals(destination)
          && (trouble.action() == null || trouble.action().equals(action))
          && !received.isBefore(from)
          && received.isBefore(until);
    }
  }

  /** By the flows of {@code routing}. */
  public PastDeliveries(Past past, Routing routing) {
    this.past = past;
    this.routing = routing;
    Calendar calendar = new Calendar(past);
    this.troubles =
        past.troubles().stream()
            .map(
                trouble ->
                    new Span(
                        trouble,
                        Instant.ofEpochMilli(calendar.at(trouble.from())),
                        Instant.ofEpochMilli(calendar.at(trouble.until()))))
            .toList();
  }

  /**
   * Those of one event.
   *
   * @param customer whose it is, or {@code null}
   * @param data of the event, as JSON text
   */
  public List<FinishedDelivery> of(PastEvent one, @Nullable UUID customer, String data) {
    Event event = one.event();
    List<FinishedDelivery> all = new ArrayList<>();
    for (Routing.Recipient recipient : routing.recipients(event, data)) {
      UUID id = Ids.derived(event.id(), recipient.destination() + '/' + recipient.flow());
      Chance chance = new Chance(id.getLeastSignificantBits());
      List<Attempt> attempts = attempts(recipient, one.receivedAt(), chance);
      boolean accepted = attempts.get(attempts.size() - 1).verdict().equals("accepted");
      all.add(
          new FinishedDelivery(
              id,
              event.id(),
              customer,
              recipient.destination(),
              event.source(),
              recipient.flow(),
              recipient.action(),
              accepted ? DeliveryState.DELIVERED : DeliveryState.DEAD,
              one.receivedAt(),
              attempts));
    }
    return all;
  }

  private List<Attempt> attempts(Routing.Recipient to, Instant received, Chance chance) {
    for (Span span : troubles) {
      if (span.hits(to.destination(), to.action(), received)) {
        return troubled(to, received, span, chance);
      }
    }
    List<Attempt> attempts = new ArrayList<>(2);
    Instant start = received.plusMillis(chance.between(3, 40));
    if (chance.of(BUSY)) {
      attempts.add(attempt(to, start, "retry", 429, "rate-limited", chance));
      start = start.plusMillis(chance.after(4, 1000));
    }
    attempts.add(
        chance.of(REFUSED)
            ? attempt(to, start, "fix-data", 400, "rejected", chance)
            : attempt(to, start, "accepted", 200, null, chance));
    return attempts;
  }

  /** Tried again and again until it got through, or for ever in vain. */
  private List<Attempt> troubled(Routing.Recipient to, Instant received, Span span, Chance chance) {
    Trouble trouble = span.trouble();
    List<Attempt> attempts = new ArrayList<>(FIRST_TRIES + 1);
    Instant start = received.plusMillis(chance.between(3, 40));
    Instant over =
        trouble.lateHours() > 0
            ? received.plusMillis(
                (long)
                    ((0.2 + 0.8 * chance.random.nextDouble())
                        * trouble.lateHours()
                        * Calendar.HOUR))
            : span.until().plusSeconds(chance.between(5, 1200));
    Duration wait = Duration.between(start, over).dividedBy(1L << FIRST_TRIES);
    for (int i = 0; i < FIRST_TRIES; i++) {
      attempts.add(attempt(to, start, "retry", trouble.status(), trouble.kind(), chance));
      start = start.plus(wait.multipliedBy(1L << i)).plusMillis(1);
    }
    attempts.add(
        chance.of(trouble.dead())
            ? attempt(to, over, "retry", trouble.status(), trouble.kind(), chance)
            : attempt(to, over, "accepted", 200, null, chance));
    return attempts;
  }

  private Attempt attempt(
      Routing.Recipient to,
      Instant start,
      String verdict,
      int status,
      @Nullable String kind,
      Chance chance) {
    long took = chance.after(past.speeds().getOrDefault(to.destination(), USUAL_MS), 1);
    return new Attempt(
        start,
        start.plusMillis(took),
        verdict,
        status,
        kind,
        kind == null ? null : "The destination answered " + status + ".");
  }
}
