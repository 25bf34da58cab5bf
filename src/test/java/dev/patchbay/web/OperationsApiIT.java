package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.access.Scope;
import dev.patchbay.access.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What IT sees and does by the API: connections, dead letters, unreadable messages, today. */
class OperationsApiIT {

  private static final String ALL = "made-up-api-token";
  private static DoorServer server;
  private static String reader;

  @BeforeAll
  static void start() {
    server = DoorServer.start(Map.of("patchbay.api.token", ALL));
    reader =
        server
            .test
            .database()
            .inTransaction(
                sql ->
                    new Tokens(Clock.systemUTC(), new SecureRandom())
                        .create(sql, "reader", EnumSet.of(Scope.READ), "a test")
                        .orElseThrow());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void clean() {
    execute(
        "truncate message, delivery, attempt, lane, event, lead, lead_event, sale, day_count, changed");
  }

  @Test
  void tellsOfAConnectionWhatCameWhatWentAndWhatIsWrong() throws IOException {
    message("open", "2 minutes", 0);
    message("open", "1 minute", 2);
    delivery(1, "delivered", null, "1 hour", "59 minutes 58 seconds");
    delivery(2, "dead", "rejected", "2 hours", "1 hour");
    delivery(3, "dead", "rejected", "2 hours", "1 hour");
    delivery(4, "dead", "conflict", "2 hours", "1 hour");
    delivery(5, "pending", "connect", "30 minutes", null);
    execute(
        "insert into day_count select (now() at time zone 'America/Chicago')::date, 'open',"
            + " 'duplicate', 7");

    JsonNode sink = await("sink", "/outbound/dead", "3").path("connection");

    JsonNode outbound = sink.path("outbound");
    assertThat(sink.path("health").asText()).isEqualTo("attention");
    assertThat(outbound.path("deadKinds").findValuesAsText("kind"))
        .containsExactly("rejected", "conflict");
    assertThat(outbound.path("deadKinds").path(0).path("words").asText())
        .isEqualTo("refuses what is in it");
    assertThat(outbound.path("pending").asInt()).isEqualTo(1);
    assertThat(outbound.path("latency").path("p50Ms").asLong()).isEqualTo(2_000);
    assertThat(outbound.path("latency").path("buckets").findValuesAsText("number"))
        .containsExactly("0", "0", "0", "0", "1", "0", "0", "0", "0", "0", "0");
    assertThat(sink.path("concerns").findValuesAsText("text"))
        .contains(
            "3 deliveries to Sink (Any HTTP endpoint) were given up: it refuses what is in it, and"
                + " more.")
        .anyMatch(
            text ->
                text.startsWith(
                    "Sink (Any HTTP endpoint) cannot be reached: the oldest delivery waits since"));
    JsonNode inbound = connection("open").path("connection").path("inbound");
    assertThat(inbound.path("invalid").asInt()).isEqualTo(1);
    assertThat(inbound.path("waiting").asInt()).isEqualTo(1);
    assertThat(inbound.path("duplicatesToday").asInt()).isEqualTo(7);
    assertThat(inbound.path("perMinute").asDouble()).isEqualTo(0.2);

    JsonNode all = json("/api/v1/connections");
    assertThat(all.path("connections").findValuesAsText("name")).contains("open", "sink", "halted");
    assertThat(all.path("wires").path(0).path("flow").asText()).isEqualTo("open-to-sink");
    assertThat(get("/api/v1/connections/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void pausesAndResumesWhatIsSentAndSaysWhoDidItAndWhy() throws IOException {
    HttpResponse<String> paused =
        post("/api/v1/connections/sink/pause", "{\"why\":\"The vendor moves.\"}");
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);

    JsonNode sink = connection("sink").path("connection");
    assertThat(sink.path("health").asText()).isEqualTo("paused");
    assertThat(sink.path("outbound").path("lane").asText()).isEqualTo("halted");
    assertThat(sink.path("outbound").path("pausedBy").asText()).isEqualTo("patchbay.api.token");
    assertThat(sink.path("sentence").asText())
        .startsWith("Sink (Any HTTP endpoint) is paused by patchbay.api.token since")
        .endsWith("The vendor moves.");
    assertThat(json("/api/v1/today").path("concerns").findValuesAsText("kind"))
        .contains("lane.halted");

    assertThat(post("/api/v1/connections/sink/resume", "{\"why\":\"It moved.\"}").body())
        .contains("\"changed\":true");
    assertThat(connection("sink").path("connection").path("outbound").path("lane").asText())
        .isEqualTo("open");
    assertThat(post("/api/v1/connections/open/pause", "{\"why\":\"x\"}").body())
        .contains("api.nothing-sent");
    assertThat(post("/api/v1/connections/nobody/pause", "{\"why\":\"x\"}").statusCode())
        .isEqualTo(404);
    assertThat(post("/api/v1/connections/sink/pause", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsEachAttemptsOwnErrorInWordsAndAsItCame() throws IOException {
    delivery(1, "dead", "rejected", "2 hours", "1 hour");
    execute(
        "insert into attempt (delivery, number, started_at, ended_at, verdict, status, error_kind,"
            + " error_text) values (%s, 1, now(), now() + interval '30 ms', 'retry', null,"
                .formatted(id(1))
            + " 'connect', 'Connection refused.'), (%s, 2, now(), now(), 'fix-data', 422,"
                .formatted(id(1))
            + " 'rejected', 'The destination answered 422.')");

    JsonNode answer = json("/api/v1/deliveries/" + plain(1));

    assertThat(answer.path("delivery").path("words").asText())
        .isEqualTo("Given up: Sink refuses what is in it.");
    assertThat(answer.path("attempts").findValuesAsText("words"))
        .containsExactly("Sink cannot be reached.", "Sink refuses what is in it.");
    assertThat(answer.path("attempts").findValuesAsText("errorText"))
        .containsExactly("Connection refused.", "The destination answered 422.");
    assertThat(answer.path("attempts").path(0).path("tookMs").asInt()).isEqualTo(30);
    assertThat(get("/api/v1/deliveries/" + plain(9)).statusCode()).isEqualTo(404);
  }

  @Test
  void replaysByFilterAfterADryRunAndNeverTwice() throws IOException {
    delivery(1, "dead", "rejected", "2 hours", "1 hour");
    delivery(2, "dead", "rejected", "2 hours", "1 hour");
    delivery(3, "dead", "conflict", "2 hours", "1 hour");
    delivery(4, "delivered", null, "2 hours", "1 hour");
    String rejected = "\"destination\":\"sink\",\"kind\":\"rejected\",\"why\":\"mended\"}";

    JsonNode dry = read(post("/api/v1/deliveries/replay", "{\"dryRun\":true," + rejected));
    assertThat(dry.path("matched").asInt()).isEqualTo(2);
    assertThat(dry.path("done").asInt()).isZero();
    assertThat(states()).isEqualTo("2:3 1:1");
    assertThat(read(post("/api/v1/deliveries/replay", "{" + rejected)).path("done").asInt())
        .isEqualTo(2);
    assertThat(read(post("/api/v1/deliveries/replay", "{" + rejected)).path("done").asInt())
        .isZero();
    assertThat(one("select count(*) from delivery where state = 0 and due_at <= now()"))
        .isEqualTo("2");
    assertThat(read(post("/api/v1/deliveries/replay", body(4))).path("matched").asInt())
        .as("what was accepted stays")
        .isZero();
    assertThat(post("/api/v1/deliveries/replay", "{\"why\":\"x\"}").body())
        .contains("It is not said which deliveries.");
    assertThat(post("/api/v1/deliveries/replay", "{\"ids\":[\"x\"],\"why\":\"x\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void cancelsDeadLettersByFilterAndWhatIsPendingByIdOnly() throws IOException {
    delivery(1, "dead", "rejected", "2 hours", "1 hour");
    delivery(2, "pending", null, "2 hours", null);
    delivery(3, "pending", null, "2 hours", null);
    String all = "{\"destination\":\"sink\",\"why\":\"a test\"}";

    assertThat(read(post("/api/v1/deliveries/cancel", all)).path("done").asInt()).isEqualTo(1);
    assertThat(read(post("/api/v1/deliveries/cancel", body(2))).path("done").asInt()).isEqualTo(1);
    assertThat(one("select string_agg(error_kind, ' ') from delivery where state = 3"))
        .isEqualTo("canceled-by-person canceled-by-person");
    assertThat(one("select count(*) from delivery where state = 0")).isEqualTo("1");
    assertThat(one("select count(*) from changed")).as("the lists are told").isEqualTo("2");
  }

  @Test
  void saysOfAnEmptiedMessageWhenItsBodyWent() throws IOException {
    message("open", "200 days", 1);
    execute("update message set body = '', emptied_at = '2026-11-01T00:00:00Z'");
    String id = one("select id from message");

    HttpResponse<String> body = get("/api/v1/messages/" + id + "/body");

    assertThat(body.statusCode()).isEqualTo(410);
    assertThat(body.body()).contains("message.emptied", "2026-11-01T00:00:00Z");
    assertThat(json("/api/v1/messages/" + id).path("emptiedAt").asText())
        .isEqualTo("2026-11-01T00:00:00Z");
  }

  @Test
  void readsUnreadableMessagesAgainAndShowsBodiesToThoseOnlyWhoMay() throws IOException {
    message("open", "1 hour", 2);
    message("open", "1 hour", 2);
    message("till", "1 hour", 2);
    execute("update message set findings = '[{\"kind\":\"mapping.missing\"}]' where state = 2");
    String id = one("select id from message where connection = 'open' limit 1");

    assertThat(json("/api/v1/messages/" + id + "/body").path("text").asText())
        .isEqualTo("<b>Ada</b>");
    assertThat(one("select concat(action, records) from audit order by seq desc limit 1"))
        .isEqualTo("view1");
    assertThat(
            server
                .get("/api/v1/messages/" + id + "/body", "Authorization", "Bearer " + reader)
                .statusCode())
        .isEqualTo(403);
    String open = "\"connection\":\"open\",\"kind\":\"mapping.missing\",\"why\":\"mended\"}";
    assertThat(
            read(post("/api/v1/messages/replay", "{\"dryRun\":true," + open))
                .path("matched")
                .asInt())
        .isEqualTo(2);
    assertThat(
            read(post("/api/v1/messages/replay", "{\"ids\":[\"" + id + "\"],\"why\":\"one\"}"))
                .path("done")
                .asInt())
        .isEqualTo(1);
    assertThat(read(post("/api/v1/messages/replay", "{" + open)).path("done").asInt()).isEqualTo(1);
    assertThat(one("select count(*) from message where state = 2")).isEqualTo("1");
  }

  @Test
  void tellsTodayBesideTheSameWeekdayOfEarlierWeeks() throws IOException {
    lead(22);
    for (int week = 0; week <= 3; week++) {
      for (int i = 0; i <= week; i++) {
        lead(7 * week);
      }
    }

    JsonNode today = json("/api/v1/today");

    assertThat(today.path("zone").asText()).isEqualTo("America/Chicago");
    JsonNode calls = today.path("day").path("calls");
    assertThat(calls.path("today").asInt()).isEqualTo(1);
    assertThat(calls.path("usual").asDouble()).isEqualTo(3.0);
    assertThat(calls.path("lowest").asInt()).isEqualTo(2);
    assertThat(calls.path("highest").asInt()).isEqualTo(4);
    assertThat(json(calls.path("open").asText()).path("leads")).hasSize(1);
    assertThat(today.path("waiting").path("late").asInt()).isBetween(1, 3);
    assertThat(today.path("concerns").findValuesAsText("text"))
        .anyMatch(text -> text.contains("longer for an answer than"));
  }

  @Test
  void tellsTodayWhomAToolDeletedForPrivacyUntilTheyAreErasedHere() throws IOException {
    execute(
        """
        insert into event (id, message, type, source, time, received_at, customer, data)
        select gen_random_uuid(), gen_random_uuid(), 'contact.removed', 'open', now(), now(),
          t.customer, t.data::jsonb
        from (values (%1$s::uuid, '{"removal":{"reason":"privacy"}}'),
                     (%1$s::uuid, '{"removal":{"reason":"privacy"}}'),
                     (null, '{"removal":{"reason":"privacy"}}'),
                     (%2$s::uuid, '{"removal":{"reason":"deleted"}}')) t (customer, data)"""
            .formatted(id(71), id(72)));

    JsonNode said = concern("people.removed");
    assertThat(said.path("text").asText())
        .isEqualTo("Open deleted 1 customer for privacy, who is still known here.");
    assertThat(said.path("link").asText()).isEqualTo("/app/customers/" + plain(71));

    execute("update event set data = '{}' where customer = " + id(71));
    assertThat(concern("people.removed").isMissingNode()).isTrue();
  }

  private static JsonNode concern(String kind) throws IOException {
    for (JsonNode concern : json("/api/v1/today").path("concerns")) {
      if (concern.path("kind").asText().equals(kind)) {
        return concern;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  private static void lead(int daysAgo) {
    execute(
        """
        insert into lead (id, channel, connection, at, received_at, first_time, status, source,
          events, changed_at, delivery_ms, touch_due_at)
        values (gen_random_uuid(), 'call', 'open', date_trunc('day', now(), 'America/Chicago')
          - interval '%d days', now(), true, 'new', 'direct', 1, now(), 1500,
          now() - interval '1 minute')"""
            .formatted(daysAgo));
  }

  private static String id(int n) {
    return "'" + plain(n) + "'";
  }

  private static String plain(int n) {
    return "00000000-0000-7000-8000-0000000001%02d".formatted(n);
  }

  private static String body(int n) {
    return "{\"ids\":[\"" + plain(n) + "\"],\"why\":\"a test\"}";
  }

  private static void message(String connection, String ago, int state) {
    execute(
        """
        insert into message (id, connection, dedupe_key, body_sha256, body, content_type,
          received_at, state, findings)
        values (gen_random_uuid(), '%s', gen_random_uuid()::text, '', '<b>Ada</b>', 'text/plain',
          now() - interval '%s', %d, '[]')"""
            .formatted(connection, ago, state));
  }

  private static void delivery(int n, String state, String kind, String received, String ended) {
    int code = java.util.List.of("pending", "delivered", "dead", "canceled").indexOf(state);
    execute(
        """
        insert into delivery (id, event, customer, destination, source, flow, state, attempts,
          due_at, received_at, enqueued_at, finished_at, error_kind, retry_since)
        select %s, gen_random_uuid(), gen_random_uuid(), 'sink', 'open', 'open-to-sink', %d, 1,
          now(), t.at - interval '%s', now(), %s, %s, now() from (select now() as at) t"""
            .formatted(
                id(n),
                code,
                received,
                ended == null ? "null" : "t.at - interval '" + ended + "'",
                kind == null ? "null" : "'" + kind + "'"));
  }

  private static String states() {
    return one(
        "select string_agg(state || ':' || number, ' ' order by number desc) from"
            + " (select state, count(*) as number from delivery group by state) s");
  }

  private static JsonNode connection(String name) throws IOException {
    return json("/api/v1/connections/" + name);
  }

  /** Counting goes by seconds. */
  private static JsonNode await(String name, String pointer, String value) throws IOException {
    long end = System.nanoTime() + 20_000_000_000L;
    JsonNode answer = connection(name);
    while (!answer.path("connection").at(pointer).asText().equals(value)) {
      assertThat(System.nanoTime()).as("%s of %s", pointer, answer).isLessThan(end);
      Thread.onSpinWait();
      answer = connection(name);
    }
    return answer;
  }

  private static JsonNode json(String path) throws IOException {
    return read(get(path));
  }

  private static JsonNode read(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private static HttpResponse<String> get(String path) {
    return server.get(path, "Authorization", "Bearer " + ALL);
  }

  private static HttpResponse<String> post(String path, String body) {
    return server.post(
        path, body, "Authorization", "Bearer " + ALL, "Content-Type", "application/json");
  }

  private static void execute(String statement) {
    server
        .test
        .database()
        .inTransaction(
            sql -> {
              try (Statement run = sql.createStatement()) {
                return run.execute(statement);
              }
            });
  }

  private static String one(String query) {
    return server
        .test
        .database()
        .inTransaction(
            sql -> {
              try (var statement = sql.prepareStatement(query);
                  var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
              }
            });
  }
}
