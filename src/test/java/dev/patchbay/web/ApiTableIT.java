package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.patchbay.access.Scope;
import dev.patchbay.access.Tokens;
import dev.patchbay.tracking.TrackingRows;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** Holds every route to what the table says of it: who may call it, and what it answers. */
class ApiTableIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Scope, String> TOKENS = new EnumMap<>(Scope.class);
  private static final String ALL = "made-up-api-token";
  private static DoorServer server;

  /** What the paths with an id lead to. */
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private static final String[] ONE_OF_EACH = {
    """
    insert into customer (id, created_at, updated_at, person) values
      ('00000000-0000-7000-8000-000000000001', now(), now(), '{"email": "one@example.com"}')""",
    """
    insert into identifier (kind, value, customer, message, first_seen) values ('email',
      'one@example.com', '00000000-0000-7000-8000-000000000001', gen_random_uuid(), now())""",
    """
    insert into event (id, message, type, source, time, received_at, customer, data) values
      ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001',
       'lead.submitted', 'open', now(), now(), '00000000-0000-7000-8000-000000000001',
       '{"form": {"name": "Booking", "answers": [{"label": "When", "value": "Saturday"}]}}')""",
    """
    insert into message (id, connection, dedupe_key, body_sha256, body, content_type, received_at)
    values ('00000000-0000-7000-8000-000000000001', 'open', 'x', '', '', 'text/plain', now())""",
    """
    update lead set id = '00000000-0000-7000-8000-000000000001',
      customer = '00000000-0000-7000-8000-000000000001'
    where id = (select id from lead where status = 'new' and duplicate_of is null limit 1)""",
    """
    insert into lead_event (event, lead, customer) values ('00000000-0000-7000-8000-000000000001',
      '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001')""",
    """
    insert into delivery (id, event, customer, destination, source, flow, state, attempts, due_at,
      received_at, enqueued_at, first_attempt_at, finished_at, retry_since) values
      ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001',
       '00000000-0000-7000-8000-000000000001', 'crm', 'open', 'leads', 1, 1, now(), now(), now(),
       now(), now(), now())""",
    """
    insert into attempt (delivery, number, started_at, ended_at, verdict, status) values
      ('00000000-0000-7000-8000-000000000001', 1, now(), now(), 'accepted', 200)"""
  };

  @BeforeAll
  static void start() {
    server = DoorServer.start(Map.of("patchbay.api.token", ALL));
    Tokens tokens = new Tokens(Clock.systemUTC(), new SecureRandom());
    server
        .test
        .database()
        .inTransaction(
            sql -> {
              TrackingRows.fill(sql, 0.5, 60);
              try (Statement statement = sql.createStatement()) {
                for (String row : ONE_OF_EACH) {
                  statement.execute(row);
                }
              }
              for (Scope scope : Scope.values()) {
                TOKENS.put(
                    scope,
                    tokens.create(sql, scope.word(), EnumSet.of(scope), "a test").orElseThrow());
              }
              return true;
            });
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void noRouteOpensWithoutATokenOrWithoutItsScope() {
    for (ApiRoute route : server.routes()) {
      assertThat(call(route, null).statusCode()).as("%s, no token", name(route)).isEqualTo(401);
      assertThat(call(route, "pb_made-up").statusCode())
          .as("%s, no such", name(route))
          .isEqualTo(401);
      for (Scope scope : Scope.values()) {
        int status = call(route, TOKENS.get(scope)).statusCode();
        boolean personal = route.path().equals("/api/v1/customers");
        if (scope == route.scope() && !personal) {
          assertThat(status).as("%s with %s", name(route), scope).isNotIn(401, 403);
        } else {
          assertThat(status).as("%s with %s", name(route), scope).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void everyRouteIsDescribedAndAnswersAsDescribed() throws IOException {
    JsonNode description = description();
    Set<String> operations = new HashSet<>();
    for (ApiRoute route : server.routes()) {
      JsonNode operation =
          description
              .path("paths")
              .path(route.path())
              .path(route.method().name().toLowerCase(Locale.ROOT));
      if (route.path().endsWith("openapi.json")) {
        continue;
      }
      assertThat(operation.path("summary").asText()).as(name(route)).isNotBlank();
      assertThat(operations.add(operation.path("operationId").asText())).as(name(route)).isTrue();
      HttpResponse<String> answer = call(route, ALL);
      JsonNode body = JSON.readTree(answer.body());
      String status = Integer.toString(answer.statusCode());
      if (!route.acts()) {
        assertThat(status).as("%s: %s", name(route), answer.body()).isEqualTo("200");
      }
      assertThat(operation.path("responses").has(status))
          .as("%s answers %s: %s", name(route), status, answer.body())
          .isTrue();
      ObjectNode schema =
          (ObjectNode)
              operation
                  .path("responses")
                  .path(status)
                  .path("content")
                  .path("application/json")
                  .path("schema")
                  .deepCopy();
      schema.set("components", description.path("components"));
      JsonSchema compiled =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
      assertThat(compiled.validate(body)).as("%s: %s", name(route), answer.body()).isEmpty();
    }
  }

  @Test
  void refusesParametersItDoesNotKnowAndNamesTheNearest() throws IOException {
    HttpResponse<String> answer = get("/api/v1/leads?campain=spring", ALL);
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("error").asText()).isEqualTo("api.unknown-parameter");
    assertThat(body.path("remedy").asText()).contains("Did you mean 'campaign'?");
    for (String query :
        new String[] {
          "from=yesterday", "status=old", "limit=many", "after=x", "sort=no", "customer=1"
        }) {
      answer = get("/api/v1/leads?" + query, ALL);
      assertThat(answer.statusCode()).as("%s: %s", query, answer.body()).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).path("remedy").asText()).as(query).isNotBlank();
    }
  }

  @Test
  void masksPeopleForThoseWhoMayNotSeeThem() throws IOException {
    JsonNode masked = json("/api/v1/leads?limit=500", TOKENS.get(Scope.READ));
    JsonNode plain = json("/api/v1/leads?limit=500", ALL);
    assertThat(masked.path("leads")).hasSameSizeAs(plain.path("leads")).isNotEmpty();
    for (JsonNode lead : plain.path("leads")) {
      assertThat(masked.toString())
          .doesNotContain(lead.path("email").asText(), lead.path("phone").asText());
      assertThat(lead.path("email").asText()).endsWith("@example.com");
    }
    assertThat(get("/api/v1/leads?q=ada", TOKENS.get(Scope.READ)).statusCode()).isEqualTo(403);
  }

  @Test
  void notesEveryViewOfPeopleAndEveryExport() throws IOException {
    long before = audited();
    json("/api/v1/leads?limit=7", TOKENS.get(Scope.READ));
    json("/api/v1/visits?limit=7", ALL);
    assertThat(audited()).as("nothing of people was told").isEqualTo(before);
    json("/api/v1/leads?limit=7", ALL);
    assertThat(audited()).isEqualTo(before + 1);
    assertThat(lastAudit()).isEqualTo("patchbay.api.token view /api/v1/leads 7");
    assertThat(get("/api/v1/leads.csv", TOKENS.get(Scope.READ)).statusCode()).isEqualTo(200);
    assertThat(lastAudit()).isEqualTo("read export /api/v1/leads 60");
  }

  @Test
  void writesCsvThatNoSpreadsheetTakesForFormulas() {
    String[] names = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a,\"b\"\nc"};
    server
        .test
        .database()
        .inTransaction(
            sql -> {
              try (PreparedStatement insert =
                  sql.prepareStatement(
                      """
                      insert into lead (id, channel, connection, at, received_at, name, first_time,
                        status, source, events, changed_at)
                      values (?, 'form', 'hostile', now(), now(), ?, true, 'new', '=x', 1, now())
                      """)) {
                for (String name : names) {
                  insert.setObject(1, UUID.randomUUID());
                  insert.setString(2, name);
                  insert.addBatch();
                }
                insert.executeBatch();
              }
              return true;
            });
    for (String path :
        new String[] {
          "/api/v1/leads.csv?connection=hostile", "/api/v1/leads?connection=hostile&format=csv"
        }) {
      HttpResponse<String> answer = get(path, ALL);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=utf-8");
      assertThat(answer.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"leads.csv\"");
      assertThat(answer.body())
          .contains("'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "\"'\r=1\"", "\"a,\"\"b\"\"\nc\"")
          .contains("'=x")
          .doesNotContain(",=")
          .doesNotContain(",@");
    }
    assertThat(
            server
                .get(
                    "/api/v1/leads?connection=hostile",
                    "Authorization",
                    "Bearer " + ALL,
                    "Accept",
                    "text/csv")
                .body())
        .startsWith("id,customer,channel");
    server
        .test
        .database()
        .inTransaction(
            sql -> sql.prepareStatement("delete from lead where connection = 'hostile'").execute());
  }

  @Test
  void correctsALeadAndNotesWhoAndWhy() throws IOException {
    HttpResponse<String> answer =
        patch("{\"status\":\"qualified\",\"quoteAmount\":12500,\"why\":\"Spoke with them.\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(lastAudit()).isEqualTo("correct patch /api/v1/leads/" + ID + " 1");
    assertThat(one("select why from audit order by seq desc limit 1"))
        .isEqualTo("Spoke with them.");
    JsonNode lead = json("/api/v1/leads/" + ID, ALL);
    assertThat(lead.path("answers").path(0).path("value").asText()).isEqualTo("Saturday");
    assertThat(lead.path("deliveries")).hasSize(1);
    assertThat(lead.path("corrections").findValuesAsText("field"))
        .containsExactly("status", "quote_amount");
    assertThat(lead.path("corrections").path(0).path("by").asText()).isEqualTo("correct");

    long before = audited();
    assertThat(patch("{\"status\":\"qualified\"}").body()).contains("does not say why");
    assertThat(patch("{\"stauts\":\"qualified\",\"why\":\"x\"}").body())
        .contains("Did you mean 'status'?");
    assertThat(patch("{\"status\":\"great\",\"why\":\"x\"}").body()).contains("api.correction");
    assertThat(patch("{\"quoteAmount\":\"much\",\"why\":\"x\"}").body()).contains("whole number");
    assertThat(patch("{\"takeBack\":[\"sale_amount\"],\"why\":\"x\"}").body())
        .contains("no word on 'sale_amount'");
    assertThat(patch("{\"why\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(patch("[]").statusCode()).isEqualTo(400);
    assertThat(patch("{").statusCode()).isEqualTo(400);
    assertThat(patch("{\"why\":\"" + "x".repeat(70_000) + "\"}").statusCode()).isEqualTo(413);
    assertThat(one("select count(*) from correction"))
        .as("nothing of a refused change stays")
        .isEqualTo("2");
    assertThat(audited()).isEqualTo(before);

    assertThat(patch("{\"takeBack\":[\"quote_amount\"],\"why\":\"A typo.\"}").statusCode())
        .isEqualTo(200);
    assertThat(patch("{\"takeBack\":[\"quote_amount\"],\"why\":\"x\"}").statusCode())
        .isEqualTo(400);
  }

  private static HttpResponse<String> patch(String body) {
    return server.send(
        server
            .request(
                "/api/v1/leads/" + ID,
                "Authorization",
                "Bearer " + TOKENS.get(Scope.CORRECT),
                "Content-Type",
                "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  @Test
  void everyLinkOfEveryViewLeadsToRows() throws IOException {
    for (String view :
        List.of(
            "/api/v1/funnel?by=week",
            "/api/v1/funnel?by=campaign",
            "/api/v1/attribution",
            "/api/v1/pages",
            "/api/v1/ledger",
            "/api/v1/leads/statuses")) {
      String period = view.contains("?") ? "&" : "?";
      JsonNode answer = json(view + period + "from=2026-01-01&to=2026-03-01", ALL);
      List<JsonNode> figures = answer.findParents("open");
      assertThat(figures).as(view).isNotEmpty();
      for (JsonNode figure : figures) {
        String open = figure.path("open").asText();
        JsonNode rows = json(open + "&limit=500", ALL).elements().next();
        if (!figure.has("sumOf")) {
          assertThat(rows).as(open).hasSize(figure.path("value").asInt());
        }
      }
    }
  }

  @Test
  void everyListAndViewCanBeHadAsCsv() {
    for (ApiRoute route : server.routes()) {
      if (route.hasCsv()) {
        String path = path(route);
        HttpResponse<String> answer =
            get(path + (path.contains("?") ? "&" : "?") + "format=csv", ALL);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        String[] lines = answer.body().split("\r\n", -1);
        assertThat(lines[0]).as(path).matches("[A-Za-z0-9.]+(,[A-Za-z0-9.]+)+");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
            .as(path)
            .startsWith("attachment; filename=");
      }
    }
  }

  @Test
  void takesNoBodyFromAPageOfAStranger() {
    for (ApiRoute route : server.routes()) {
      if (route.acts()) {
        HttpResponse<String> answer =
            server.send(
                server
                    .request(
                        path(route), "Authorization", "Bearer " + ALL, "Content-Type", "text/plain")
                    .method(route.method().name(), BodyPublishers.ofString("{\"why\":\"x\"}")));
        assertThat(answer.statusCode()).as(name(route)).isEqualTo(415);
      }
    }
  }

  private static JsonNode description() throws IOException {
    return json("/api/v1/openapi.json", ALL);
  }

  private static String name(ApiRoute route) {
    return route.method() + " " + route.path();
  }

  private static String path(ApiRoute route) {
    // Whoever is needed by the next call is not erased.
    UUID id = route.method() == HttpMethod.DELETE ? UUID.randomUUID() : ID;
    String name = route.path().startsWith("/api/v1/connections/") ? "sink" : id.toString();
    return route.path().replace("{id}", name)
        + (route.path().equals("/api/v1/customers") ? "?q=one@example.com" : "");
  }

  private static HttpResponse<String> call(ApiRoute route, String token) {
    String[] headers =
        token == null
            ? new String[] {"Content-Type", "application/json"}
            : new String[] {"Authorization", "Bearer " + token, "Content-Type", "application/json"};
    return server.send(
        server
            .request(path(route), headers)
            .method(
                route.method().name(),
                route.acts()
                    ? BodyPublishers.ofString("{\"why\":\"test\"}")
                    : BodyPublishers.noBody()));
  }

  private static HttpResponse<String> get(String path, String token) {
    return server.get(path, "Authorization", "Bearer " + token);
  }

  private static JsonNode json(String path, String token) throws IOException {
    HttpResponse<String> answer = get(path, token);
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static long audited() {
    return Long.parseLong(one("select count(*) from audit"));
  }

  private static String lastAudit() {
    return one(
        "select concat_ws(' ', who, action, what, records) from audit order by seq desc limit 1");
  }

  private static String one(String query) {
    return server
        .test
        .database()
        .inTransaction(
            sql -> {
              try (PreparedStatement statement = sql.prepareStatement(query);
                  var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
              }
            });
  }
}
