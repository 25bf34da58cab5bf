package dev.patchbay.customer;

import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A distinct claim: one connection said this of one person, once or many times.
 *
 * @param id derived from what it says, so that saying it again is no new claim
 * @param identifiers strongest first
 * @param person what it says beside, all of it
 * @param first when it was first said
 * @param last when it was last said, to the minute
 * @param message the evidence: where it was first said
 * @param customer whose it is, or {@code null} for nobody's and for a new one
 * @param born the customer it first came to, or {@code null} for a new one
 * @param follows whether it goes with whoever others make known, and makes nobody known itself
 */
record Claim(
    UUID id,
    String connection,
    List<Identifier> identifiers,
    Person person,
    Instant first,
    Instant last,
    UUID message,
    @Nullable UUID customer,
    @Nullable UUID born,
    boolean follows) {

  /** As they were said; of the same moment by id, so that the order is the same everywhere. */
  static final Comparator<Claim> IN_TIME =
      Comparator.comparing(Claim::first).thenComparing(Claim::id);

  private static final UUID SPACE = UUID.fromString("3d0f7a51-0c57-8e1b-9c3a-5b1f6f1d2a44");
  private static final Person NOBODY = new Person(null, null, null, null, null, null, null);

  /** The claims without those that follow, in their order. */
  static List<Claim> words(Collection<Claim> claims) {
    return claims.stream().filter(claim -> !claim.follows).toList();
  }

  /** What a sighting claims; empty when it identifies nobody. */
  static Optional<Claim> of(Sighting sighting) {
    List<Identifier> identifiers = sighting.identifiers();
    if (identifiers.isEmpty()) {
      return Optional.empty();
    }
    Person person = sighting.person() == null ? NOBODY : sighting.person();
    String said =
        sighting.connection()
            + '\0'
            + PersonJson.write(person)
            + '\0'
            + (sighting.visitorId() == null ? "" : sighting.visitorId())
            + (sighting.follows() ? "\0follows" : "");
    return Optional.of(
        new Claim(
            Ids.derived(SPACE, said),
            sighting.connection(),
            identifiers,
            person,
            sighting.time(),
            sighting.time().truncatedTo(ChronoUnit.MINUTES),
            sighting.message(),
            null,
            null,
            sighting.follows()));
  }

  /** This claim said at the times of {@code other} too; the place of the one that knows it wins. */
  Claim with(Claim other) {
    boolean earlier = IN_TIME.compare(other, this) < 0;
    boolean evidence =
        earlier || (other.first.equals(first) && other.message.compareTo(message) < 0);
    return new Claim(
        id,
        connection,
        identifiers,
        person,
        earlier ? other.first : first,
        other.last.isAfter(last) ? other.last : last,
        evidence ? other.message : message,
        customer == null ? other.customer : customer,
        born == null ? other.born : born,
        follows);
  }

  /** This claim as {@code customer}'s. */
  Claim of(@Nullable UUID customer, @Nullable UUID born) {
    return new Claim(
        id, connection, identifiers, person, first, last, message, customer, born, follows);
  }

  Stream<Identifier> visitors() {
    return identifiers.stream().filter(Identifier::isVisitor);
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Claim[" + id + "]";
  }
}
