package dev.patchbay.web;

import dev.patchbay.access.Scope;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.outbox.DeliveryLog;
import dev.patchbay.outbox.Replay;
import dev.patchbay.today.Words;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** One delivery with all its attempts; sending dead letters again, or never. */
final class DeliveryApi implements ApiPart {

  /** A transaction ends before it holds up the others. */
  private static final int MOST = 20_000;

  private static final String CANCELED = "canceled-by-person";

  private final ConnectionDesk desk;

  DeliveryApi(ConnectionDesk desk) {
    this.desk = desk;
  }

  /**
   * One attempt.
   *
   * @param tookMs how long it took
   * @param words what it came to, in words
   * @param errorText as it was noted: what the destination answered
   */
  record AttemptRow(
      int number,
      Instant startedAt,
      long tookMs,
      String verdict,
      String words,
      @Nullable Integer status,
      @Nullable String errorKind,
      @Nullable String errorText,
      @Nullable Instant retryAt) {}

  /** A delivery with all its attempts, the first one first. */
  record DeliveryAnswer(ApiRows.DeliveryRow delivery, List<AttemptRow> attempts) {}

  /**
   * Which deliveries; what is absent does not matter, but something must be given.
   *
   * @param kind kind of the last error
   * @param from earliest time they ended, ISO 8601
   * @param to time they ended before
   * @param dryRun only tells how many there are
   */
  record Chosen(
      List<String> ids,
      @Nullable String destination,
      @Nullable String source,
      @Nullable String kind,
      @Nullable String from,
      @Nullable String to,
      @Nullable Boolean dryRun,
      String why) {}

  /**
   * What was done.
   *
   * @param matched how many there were
   * @param done how many were put back, or canceled; 0 in a dry run
   * @param left how many remain, to be done by asking again
   * @param destinations how many of those that matched, by destination
   */
  record Acted(long matched, long done, long left, Map<String, Long> destinations) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/deliveries/{id}",
            "One delivery with every attempt's own error.",
            List.of(),
            DeliveryAnswer.class,
            this::delivery),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/deliveries/replay",
            Scope.REPLAY,
            "Sends dead letters again, under their own ids; a dry run tells how many.",
            Chosen.class,
            Acted.class,
            this::replay),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/deliveries/cancel",
            Scope.REPLAY,
            "Cancels dead letters, and what is pending where ids are given: they are never sent.",
            Chosen.class,
            Acted.class,
            this::cancel));
  }

  private Object delivery(Connection sql, ApiCall call) throws SQLException, RefusedException {
    DeliveryLog.Entry entry =
        DeliveryLog.find(sql, call.id()).stream().findFirst().orElseThrow(ApiCall::notFound);
    List<AttemptRow> attempts = new ArrayList<>();
    for (DeliveryLog.Attempt attempt : DeliveryLog.attempts(sql, call.id())) {
      attempts.add(
          new AttemptRow(
              attempt.number(),
              attempt.startedAt(),
              Duration.between(attempt.startedAt(), attempt.endedAt()).toMillis(),
              attempt.verdict(),
              words(entry.delivery().destination(), attempt),
              attempt.status(),
              attempt.errorKind(),
              attempt.errorText(),
              attempt.retryAt()));
    }
    return new DeliveryAnswer(ApiRows.delivery(entry), attempts);
  }

  private static String words(String destination, DeliveryLog.Attempt attempt) {
    return attempt.verdict().equals("accepted")
        ? Words.name(destination) + " took it."
        : "%s %s.".formatted(Words.name(destination), Words.does(attempt.errorKind()));
  }

  /** How a delivery stands, in words. */
  static String words(DeliveryLog.Entry entry) {
    String name = Words.name(entry.delivery().destination());
    return switch (entry.state()) {
      case DELIVERED -> name + " took it.";
      case DEAD -> "Given up: %s %s.".formatted(name, Words.does(entry.errorKind()));
      case CANCELED -> "Canceled: it is never sent.";
      case PENDING ->
          entry.errorKind() == null
              ? "Waits to be sent."
              : "Is tried again: %s %s.".formatted(name, Words.does(entry.errorKind()));
    };
  }

  private Object replay(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Chosen chosen = call.body(Chosen.class);
    Replay.Selection selection = selection(chosen);
    Map<String, Long> matched = Replay.count(sql, selection, false);
    if (Boolean.TRUE.equals(chosen.dryRun())) {
      return acted(matched, 0);
    }
    Replay.Done done = Replay.replay(sql, selection, MOST);
    changed(sql, done);
    desk.lanes().ifPresent(lanes -> lanes.replayed(done.counts()));
    return acted(matched, done.total());
  }

  private Object cancel(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Chosen chosen = call.body(Chosen.class);
    Replay.Selection selection = selection(chosen);
    boolean pending = !chosen.ids().isEmpty();
    Map<String, Long> matched = Replay.count(sql, selection, pending);
    if (Boolean.TRUE.equals(chosen.dryRun())) {
      return acted(matched, 0);
    }
    Replay.Done done = Replay.cancel(sql, selection, pending, CANCELED, MOST);
    changed(sql, done);
    desk.lanes()
        .ifPresent((Lanes lanes) -> lanes.canceled(done.counts(), done.deliveries(), CANCELED));
    return acted(matched, done.total());
  }

  private void changed(Connection sql, Replay.Done done) throws SQLException {
    Changes.ofCustomers(sql, done.customers());
    Changes.ofEvents(sql, done.loose());
    desk.acted();
  }

  private static Acted acted(Map<String, Long> matched, long done) {
    long all = matched.values().stream().mapToLong(Long::longValue).sum();
    return new Acted(all, done, Math.max(0, all - done), new TreeMap<>(matched));
  }

  private static Replay.Selection selection(Chosen chosen) throws RefusedException {
    if (chosen.ids().isEmpty()
        && chosen.destination() == null
        && chosen.source() == null
        && chosen.kind() == null
        && chosen.from() == null
        && chosen.to() == null) {
      throw new RefusedException(
          400,
          "api.body",
          "It is not said which deliveries.",
          "Give ids, or a destination, source, kind, from or to.");
    }
    return new Replay.Selection(
        chosen.destination(),
        chosen.source(),
        time(chosen.from(), "from"),
        time(chosen.to(), "to"),
        chosen.kind(),
        ids(chosen.ids()));
  }

  /** Ids as they were written; one that is none is refused. */
  static List<UUID> ids(List<String> texts) throws RefusedException {
    try {
      return texts.stream().map(UUID::fromString).collect(Collectors.toList());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          400, "api.body", "'ids' holds something that is no id.", "Take ids from lists.");
    }
  }

  private static @Nullable Instant time(@Nullable String text, String name)
      throws RefusedException {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new RefusedException(
          400, "api.body", "'%s' is no time.".formatted(name), "Write it as 2026-03-31T09:00:00Z.");
    }
  }
}
