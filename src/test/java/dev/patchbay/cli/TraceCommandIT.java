package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.db.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TraceCommandIT {

  private static final UUID CUSTOMER = UUID.fromString("00000000-0000-7000-8000-000000000001");

  @TempDir Path folder;

  private final TestDatabase test = TestDatabase.create();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void story() throws IOException {
    Files.writeString(
        folder.resolve("stack.yaml"),
        "stack: made-up\nregion: US\ntimezone: America/Chicago\nconnections: {}\nflows: {}\n");
    test.database()
        .inTransaction(
            sql -> {
              try (Statement statement = sql.createStatement()) {
                for (String row : STORY) {
                  statement.execute(row);
                }
              }
              return true;
            });
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void tellsTheWayFromTheClickToTheSaleWithEachAttemptBeneath() {
    for (String who :
        List.of(
            "ann@example.com",
            " ANN@example.com",
            "(312) 555-0142",
            CUSTOMER.toString(),
            "ann st")) {
      assertThat(trace(who)).as("%s: %s", who, err).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .as(who)
          .containsSubsequence(
              "Ann Stone, ann@example.com, +13125550142",
              "Mon 2026-03-02 08:00:00  Visited example.com/book, from google / cpc / spring, by an ad click  [site]",
              "example.com/book: painted after 2.1 s, form usable after 8.4 s",
              "Mon 2026-03-02 08:02:00  Sent the form Booking",
              "1 min 50 s later",
              "When: Saturday at 7",
              "received after 2 s, answered by a person after 20 min of business time",
              "-> crm: delivered (first attempt after 40 ms, write took 3 s, there after 3 s)",
              "1. Mon 2026-03-02 08:02:02  retry 503 in 500 ms: crm.busy (come again), again at Mon 2026-03-02 08:02:05",
              "2. Mon 2026-03-02 08:02:05  accepted 200 in 40 ms",
              "-> list: dead",
              "Follow-up by call, Max",
              "Deal at stage quoted: 120.00 USD",
              "Bought: 120.00 USD",
              "Lead 00000000-0000-7000-8000-0000000000b1: won by form, from google / spring",
              "=> Bought.");
    }
    assertThat(audited()).as("one row for each view").isEqualTo(5);
  }

  @Test
  void printsJsonAndSaysSoWhenNobodyIsKnown() throws IOException {
    assertThat(trace("ann@example.com", "--json")).isZero();
    JsonNode journey = new ObjectMapper().readTree(out.toByteArray());
    assertThat(journey.path("steps")).hasSize(6);
    assertThat(journey.at("/steps/2/deliveries/0/attempts")).hasSize(2);

    assertThat(trace("nobody@example.com")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Nobody is known by that.");
  }

  @Test
  void asksAHubOverHttpAndTellsTheSame() throws IOException {
    assertThat(trace("ann@example.com", "--json")).isZero();
    byte[] journey = out.toByteArray();
    assertThat(trace("ann@example.com")).isZero();
    String told = out.toString(StandardCharsets.UTF_8);

    HttpServer hub =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext(
        "/",
        exchange -> {
          boolean known =
              "Bearer made-up".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body =
              !known
                  ? "{\"message\":\"This needs an API token.\",\"remedy\":\"Send one.\"}"
                      .getBytes(StandardCharsets.UTF_8)
                  : exchange.getRequestURI().getPath().endsWith("/journey")
                      ? journey
                      : "{\"rows\":[{\"journey\":\"/api/v1/customers/1/journey\"}]}"
                          .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    hub.start();
    try {
      String url = "http://127.0.0.1:" + hub.getAddress().getPort();
      assertThat(trace("ann@example.com", "--url", url, "--token", "made-up")).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(told);
      assertThat(trace("ann@example.com", "--url", url, "--token", "wrong")).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("This needs an API token.");
    } finally {
      hub.stop(0);
    }
  }

  @Test
  void makesListsAndRevokesTokensAndChecksTheAudit() {
    assertThat(
            run(
                "token",
                "create",
                "--name",
                "office",
                "--scope",
                "read,replay",
                "--db",
                test.url()))
        .isZero();
    String token = out.toString(StandardCharsets.UTF_8).strip();
    assertThat(token).startsWith("pb_").hasSizeGreaterThan(40);
    assertThat(run("token", "create", "--name", "office", "--scope", "read", "--db", test.url()))
        .isEqualTo(1);
    assertThat(run("token", "create", "--name", "x", "--scope", "write", "--db", test.url()))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("read:personal");
    assertThat(run("token", "list", "--db", test.url())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("office  read,replay")
        .doesNotContain(token);
    assertThat(run("token", "revoke", "office", "--db", test.url())).isZero();
    assertThat(run("token", "revoke", "office", "--db", test.url())).isEqualTo(1);
    assertThat(run("recompute", "--db", test.url())).isZero();

    assertThat(run("audit", "verify", "--db", test.url())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("whole: 3 rows");
    assertThat(run("audit", "list", "--db", test.url())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("create token office for read,replay");
    test.database()
        .inTransaction(
            sql ->
                sql.prepareStatement("update audit set who = 'x' where seq = 2").executeUpdate());
    assertThat(run("audit", "verify", "--db", test.url())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("at row 2");
  }

  private int trace(String who, String... more) {
    String[] usual = {
      "trace", who, "--stack", folder.resolve("stack.yaml").toString(), "--db", test.url()
    };
    String[] all = new String[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return run(all);
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    CommandLine root =
        PatchbayCommand.commands(
            properties -> {
              throw new IllegalStateException("no hub is needed");
            });
    root.setOut(new java.io.PrintWriter(new PrintStream(out, true, StandardCharsets.UTF_8), true));
    root.setErr(new java.io.PrintWriter(new PrintStream(err, true, StandardCharsets.UTF_8), true));
    return root.execute(arguments);
  }

  private long audited() {
    return test.database()
        .inTransaction(
            sql -> {
              try (PreparedStatement query =
                      sql.prepareStatement("select count(*) from audit where action = 'view'");
                  var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  private static final String[] STORY = {
    """
    insert into customer (id, created_at, updated_at, person)
    values ('00000000-0000-7000-8000-000000000001', '2026-03-02T14:00:00Z', '2026-03-02T14:00:00Z',
      '{"email": "ann@example.com"}')""",
    """
    insert into identifier (kind, value, customer, message, first_seen) values
      ('email', 'ann@example.com', '00000000-0000-7000-8000-000000000001', gen_random_uuid(), '2026-03-02T14:00:00Z'),
      ('phone', '+13125550142', '00000000-0000-7000-8000-000000000001', gen_random_uuid(), '2026-03-02T14:00:00Z')""",
    """
    insert into event (id, message, type, source, time, received_at, customer, data)
    select ('00000000-0000-7000-8000-0000000000' || e.id)::uuid, gen_random_uuid(), e.type, e.source,
      e.time::timestamptz, e.time::timestamptz + interval '2 seconds',
      '00000000-0000-7000-8000-000000000001', e.data::jsonb
    from (values
      ('a1', 'visit.started', 'site', '2026-03-02T14:00:00Z',
       '{"attribution": {"source": "google", "medium": "cpc", "campaign": "spring", "gclid": "x",
         "landingPage": "https://www.example.com/book?name=ann"}}'),
      ('a2', 'page.measured', 'site', '2026-03-02T14:00:10Z',
       '{"page": {"url": "https://www.example.com/book", "lcpMs": 2100, "formUsableMs": 8400}}'),
      ('b1', 'lead.submitted', 'form', '2026-03-02T14:02:00Z',
       '{"person": {"email": "ann@example.com"}, "form": {"name": "Booking",
         "answers": [{"label": "When", "value": "Saturday at 7"}]}}'),
      ('c1', 'follow_up.made', 'crm', '2026-03-02T14:22:00Z',
       '{"followUp": {"kind": "call", "by": "Max"}}'),
      ('d1', 'deal.stage_changed', 'crm', '2026-03-03T14:00:00Z',
       '{"deal": {"id": "9", "stage": "quoted", "amount": 12000, "currency": "USD"}}'),
      ('e1', 'sale.completed', 'till', '2026-03-07T01:00:00Z',
       '{"sale": {"id": "s", "amount": 12000, "currency": "USD"}}')) e (id, type, source, time, data)""",
    """
    insert into lead (id, customer, channel, connection, at, received_at, name, email, phone,
      first_time, status, source, campaign, touch_ms, events, changed_at)
    values ('00000000-0000-7000-8000-0000000000b1', '00000000-0000-7000-8000-000000000001', 'form',
      'form', '2026-03-02T14:02:00Z', '2026-03-02T14:02:02Z', 'Ann Stone', 'ann@example.com',
      '+13125550142', true, 'won', 'google', 'spring', 1200000, 1, '2026-03-02T14:02:02Z')""",
    """
    insert into lead_event (event, lead) values
      ('00000000-0000-7000-8000-0000000000b1', '00000000-0000-7000-8000-0000000000b1')""",
    """
    insert into delivery (id, event, customer, destination, source, flow, state, attempts, due_at,
      received_at, enqueued_at, first_attempt_at, finished_at, error_kind, error_text, retry_since)
    values
      ('00000000-0000-7000-8000-0000000000f1', '00000000-0000-7000-8000-0000000000b1',
       '00000000-0000-7000-8000-000000000001', 'crm', 'form', 'leads', 1, 2, '2026-03-02T14:02:02Z',
       '2026-03-02T14:02:02Z', '2026-03-02T14:02:02Z', '2026-03-02T14:02:02.040Z',
       '2026-03-02T14:02:05.040Z', null, null, '2026-03-02T14:02:02Z'),
      ('00000000-0000-7000-8000-0000000000f2', '00000000-0000-7000-8000-0000000000b1',
       '00000000-0000-7000-8000-000000000001', 'list', 'form', 'leads', 2, 1, '2026-03-02T14:02:02Z',
       '2026-03-02T14:02:02Z', '2026-03-02T14:02:02Z', '2026-03-02T14:02:02.040Z',
       '2026-03-02T14:02:03Z', 'list.refused', 'no consent', '2026-03-02T14:02:02Z')""",
    """
    insert into attempt (delivery, number, started_at, ended_at, verdict, status, error_kind,
      error_text, retry_at) values
      ('00000000-0000-7000-8000-0000000000f1', 1, '2026-03-02T14:02:02.040Z',
       '2026-03-02T14:02:02.540Z', 'retry', 503, 'crm.busy', 'come again', '2026-03-02T14:02:05Z'),
      ('00000000-0000-7000-8000-0000000000f1', 2, '2026-03-02T14:02:05Z',
       '2026-03-02T14:02:05.040Z', 'accepted', 200, null, null, null)"""
  };
}
