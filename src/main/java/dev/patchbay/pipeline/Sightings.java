package dev.patchbay.pipeline;

import dev.patchbay.customer.Sighting;
import dev.patchbay.event.Attribution;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventType;
import java.time.Instant;
import java.util.UUID;

/** Whom events tell of. */
public final class Sightings {

  private Sightings() {}

  /** The sighting in an event; of nobody when it is a test. */
  public static Sighting of(Event event, UUID message, Instant receivedAt) {
    if (Boolean.TRUE.equals(event.data().test())) {
      return new Sighting(message, event.source(), null, null, event.time(), receivedAt);
    }
    Attribution attribution = event.data().attribution();
    return new Sighting(
        message,
        event.source(),
        event.data().person(),
        attribution == null ? null : attribution.visitorId(),
        event.time(),
        receivedAt,
        event.type().equals(EventType.REMOVED));
  }
}
