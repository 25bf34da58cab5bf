package dev.patchbay.connector;

import dev.patchbay.event.EventType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an outside system is told of one kind of thing.
 *
 * @param name name in the sheet, which a flow's {@code action:} picks
 * @param events selectors of the types it accepts
 * @param kamelet sink Kamelet, or {@code null} when an integrator's route reads the outbox
 * @param mapping file that maps an event to the Kamelet's body, or {@code null} to send the event
 *     envelope as it is
 * @param mappingFrom parameter that names the user's own mapping file, or {@code null}
 * @param fetches whether an accepted answer is stored as a message of the connection: the sink
 *     fetches a record that was only announced
 * @param keeps which fields of a person the tool's own record has from an accepted delivery, of
 *     {@link #FIELDS}; empty for what leaves no record of a person, such as a note
 * @param removes whether an accepted delivery takes the person out of what the tool keeps
 * @param apart parameter that names the place that is written, such as a folder, where no
 *     connection of the same connector may read the same one; {@code null} where that does no harm
 * @param batch how several deliveries go in one request, or {@code null} when one by one
 * @param sign how requests are signed where the connection has a key, or {@code null} when never
 * @param idempotency how a repeat is kept from counting twice: {@code upsert}, {@code header},
 *     {@code search} or {@code none}
 * @param key what the idempotency hangs on, such as {@code email}; {@code null} when none
 * @param concurrency how many may be under way at once
 * @param timeout how long one attempt may take
 * @param onDead whether those behind a dead one of the same customer go on or wait
 * @param outcomes first match decides; what matches none follows the defaults of the delivery
 *     package
 */
public record Sink(
    String name,
    String title,
    List<String> events,
    @Nullable String kamelet,
    @Nullable String mapping,
    @Nullable String mappingFrom,
    boolean fetches,
    List<String> keeps,
    boolean removes,
    @Nullable String apart,
    @Nullable Batch batch,
    @Nullable Signature sign,
    String idempotency,
    @Nullable String key,
    int concurrency,
    RateLimit rateLimit,
    Duration timeout,
    OnDead onDead,
    List<OutcomeRule> outcomes) {

  /** What a tool may keep of a person, as {@code keeps} names it; an address is one word. */
  public static final List<String> FIELDS =
      List.of(
          "email",
          "phone",
          "firstName",
          "lastName",
          "company",
          "address",
          "consent.email",
          "consent.sms",
          "consent.phone",
          "consent.ads");

  /** A sink that leaves no record of a person. */
  public Sink(
      String name,
      String title,
      List<String> events,
      @Nullable String kamelet,
      @Nullable String mapping,
      @Nullable String mappingFrom,
      boolean fetches,
      @Nullable Batch batch,
      @Nullable Signature sign,
      String idempotency,
      @Nullable String key,
      int concurrency,
      RateLimit rateLimit,
      Duration timeout,
      OnDead onDead,
      List<OutcomeRule> outcomes) {
    this(
        name,
        title,
        events,
        kamelet,
        mapping,
        mappingFrom,
        fetches,
        List.of(),
        false,
        null,
        batch,
        sign,
        idempotency,
        key,
        concurrency,
        rateLimit,
        timeout,
        onDead,
        outcomes);
  }

  /** Whether it takes events of this type. */
  public boolean accepts(String type) {
    return events.stream().anyMatch(selector -> EventType.matches(selector, type));
  }

  /** What a dead delivery does to those behind it. */
  public enum OnDead {
    PARK,
    BLOCK
  }
}
