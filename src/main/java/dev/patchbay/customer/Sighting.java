package dev.patchbay.customer;

import dev.patchbay.event.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person met in one event.
 *
 * @param message the raw message it came from: the evidence of each link
 * @param connection whose word it is
 * @param person what the event says of them, or {@code null} for nobody
 * @param visitorId the browser's visitor id, or {@code null}
 * @param time when it happened: what decides, so that the order of arrival cannot
 * @param at when it was received
 * @param follows whether it only goes with whoever other words make known, as a record's end does:
 *     it makes nobody known and joins nobody
 */
public record Sighting(
    UUID message,
    String connection,
    @Nullable Person person,
    @Nullable String visitorId,
    Instant time,
    Instant at,
    boolean follows) {

  /** One that makes somebody known. */
  public Sighting(
      UUID message,
      String connection,
      @Nullable Person person,
      @Nullable String visitorId,
      Instant time,
      Instant at) {
    this(message, connection, person, visitorId, time, at, false);
  }

  /** What identifies the person, strongest first; empty for nobody. */
  List<Identifier> identifiers() {
    List<Identifier> identifiers = new ArrayList<>(4);
    if (person != null) {
      if (person.externalIds() != null) {
        new TreeMap<>(person.externalIds())
            .forEach((kind, id) -> identifiers.add(new Identifier(kind, id)));
      }
      if (person.email() != null) {
        identifiers.add(new Identifier(Identifier.EMAIL, person.email()));
      }
      if (person.phone() != null) {
        identifiers.add(new Identifier(Identifier.PHONE, person.phone()));
      }
    }
    if (visitorId != null) {
      identifiers.add(new Identifier(Identifier.VISITOR, visitorId));
    }
    return identifiers;
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Sighting[message=" + message + "]";
  }
}
