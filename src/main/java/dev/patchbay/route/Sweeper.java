package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sweep;
import dev.patchbay.delivery.RetryAfter;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.route.SweepPages.Question;
import dev.patchbay.yaml.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sweeps of one connection: from where each begins, and what came of it. The position moves
 * only once everything a sweep found is committed.
 */
public final class Sweeper {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "sweep";
  private static final String PLACE = "sweep-page";

  /**
   * So long a sweep that stopped short goes on at its page; lists change, and vendors keep their
   * cursors for a while only.
   */
  private static final Duration GOES_ON = Duration.ofHours(1);

  private final String connection;
  private final Sweep sweep;
  private final Duration first;
  private final JsonNode with;
  private final SweepPages pages;
  private final CursorPositions positions;
  private final @Nullable Meters meters;
  private final InstantSource clock;
  private volatile Instant notBefore = Instant.MIN;

  /** From when to when a sweep looks. */
  record Window(Instant since, Instant until) {}

  /** Where a sweep stands whose pages before are committed. */
  record Place(Window window, Question next) {}

  Sweeper(
      PlannedConnection connection,
      Sweep sweep,
      CursorPositions positions,
      @Nullable Meters meters,
      InstantSource clock) {
    Connector connector = connection.connector();
    this.connection = connection.name();
    this.sweep = sweep;
    this.first = first(connection, sweep);
    String file = connector.folder().display(sweep.mapping());
    // As it is read again: a number that was counted is no other than one that was written.
    this.with = read(SinkMapping.with(connection).toString());
    this.pages =
        new SweepPages(
            Mappings.compile(
                file,
                connector.folder().read(sweep.mapping()).orElse(""),
                connector.folder()::read),
            with);
    this.positions = positions;
    this.meters = meters;
    this.clock = clock;
  }

  /** Name of the bean in the Camel registry. */
  static String beanName(String connection) {
    return "sweep-" + connection;
  }

  String connection() {
    return connection;
  }

  SweepPages pages() {
    return pages;
  }

  Window window() {
    // Several vendors read times to the second only.
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant until = now.minus(sweep.grace());
    Instant since =
        positions
            .get(connection, NAME)
            .map(position -> Instant.parse(position).minus(sweep.lookback()))
            .orElseGet(() -> until.minus(first));
    return new Window(since, until);
  }

  private static Duration first(PlannedConnection connection, Sweep sweep) {
    String parameter = sweep.firstFrom();
    return parameter == null
        ? sweep.first()
        : DurationText.parse(connection.values().getOrDefault(parameter, "")).orElse(sweep.first());
  }

  /** The vendor would not answer, and may have said until when. */
  void refused(int status, Map<String, String> headers) {
    if (status == 429 || status == 503) {
      Instant now = clock.instant();
      Duration wait = RetryAfter.read(headers.get(sweep.retryAfter()), now);
      if (wait != null) {
        notBefore = now.plus(wait);
      }
    }
  }

  /** The vendor would not answer, and wants to be left alone for so long. */
  void refused(Duration wait) {
    notBefore = clock.instant().plus(wait);
  }

  /** Whether the vendor wants to be left alone for now. */
  boolean isWaiting() {
    return clock.instant().isBefore(notBefore);
  }

  /** Everything up to {@code position} is committed. */
  void reached(Instant position) {
    positions.move(connection, NAME, position.toString());
  }

  /** Everything before this page is committed: who stops now goes on here. */
  void keep(Window window, Question next) {
    ObjectNode place = JSON.createObjectNode();
    place.put("at", clock.instant().toString());
    place.put("since", window.since().toString());
    place.put("until", window.until().toString());
    place.set("with", with);
    place.set("ask", next.written());
    positions.move(connection, PLACE, place.toString());
  }

  /** The next sweep begins anew. */
  void forget() {
    positions.move(connection, PLACE, "");
  }

  /** Where the last sweep stopped short, unless that is too long ago or was set otherwise. */
  Optional<Place> place() {
    return positions
        .get(connection, PLACE)
        .filter(text -> !text.isEmpty())
        .flatMap(
            text -> {
              JsonNode place = read(text);
              Instant at = Instant.parse(place.path("at").asText());
              Window window =
                  new Window(
                      Instant.parse(place.path("since").asText()),
                      Instant.parse(place.path("until").asText()));
              return at.plus(GOES_ON).isBefore(clock.instant()) || !place.path("with").equals(with)
                  ? Optional.empty()
                  : SweepPages.question(place.path("ask")).map(next -> new Place(window, next));
            });
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A place in a list that is no JSON", e);
    }
  }

  /** A sweep came to its end, or not. */
  void ended(boolean whole) {
    if (meters != null) {
      meters.swept(connection, whole);
    }
  }
}
