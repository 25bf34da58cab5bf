package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.inbox.SignatureMaker;
import dev.patchbay.inbox.SignedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookDoorIT {

  private static final String LEAD = "{\"event_id\":\"%s\",\"email\":\"ana@example.com\"}";
  private static DoorServer server;

  @BeforeAll
  static void start() {
    server = DoorServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersWithTheStatusThatTheVendorTakesForSuccess() {
    HttpResponse<String> first = server.post("/hooks/strict", "{\"strict\":1}");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).contains("message").doesNotContain("duplicate");
  }

  @Test
  void answersANewMessageThenItsRepeat() throws IOException {
    long before = server.rows();
    HttpResponse<String> first = signed("/hooks/till?shop=1", LEAD.formatted("e1"));
    HttpResponse<String> again = signed("/hooks/till?shop=1", LEAD.formatted("e1"));

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(json(first).fieldNames()).toIterable().containsExactly("message");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("duplicate").asBoolean()).isTrue();
    assertThat(json(again).get("message")).isEqualTo(json(first).get("message"));
    assertThat(server.rows()).isEqualTo(before + 1);
  }

  @Test
  void refusesAWrongSignatureWithNothingSaidAndNothingStored() {
    long before = server.rows();
    for (int i = 0; i < 200; i++) {
      HttpResponse<String> answer =
          server.post("/hooks/till", LEAD.formatted("bad" + i), "x-signature", "bm90IGl0");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).isEmpty();
    }
    assertThat(server.post("/hooks/till", LEAD.formatted("none")).statusCode()).isEqualTo(401);
    assertThat(server.rows()).isEqualTo(before);
  }

  @Test
  void neverTrustsAHeaderForTheSignedAddress() {
    String body = LEAD.formatted("host");
    SignedRequest elsewhere = request("https://evil.example/hooks/till", body);
    String signature =
        SignatureMaker.sign(DoorPlan.URL_AND_BODY, DoorPlan.KEYS, elsewhere, Instant.EPOCH)
            .headers()
            .get("x-signature");

    HttpResponse<String> answer =
        server.post(
            "/hooks/till",
            body,
            "x-signature",
            signature,
            "X-Forwarded-Host",
            "evil.example",
            "X-Forwarded-Proto",
            "https",
            "Forwarded",
            "host=evil.example;proto=https");

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void knowsOnlyTheAddressesOfSources() {
    for (String path :
        List.of(
            "/hooks/nobody",
            "/hooks/crm",
            "/hooks/",
            "/hooks/open/more",
            "/hooks/open/",
            "/hooks/%6Fpen",
            "/hooks/open;x=1")) {
      HttpResponse<String> answer = server.post(path, "{}");
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
    }
    assertThat(server.post("/hooks/nobody", "{}").body())
        .contains("\"error\":\"connection.unknown\"", "\"remedy\":");
  }

  @Test
  void stopsSourcesThatCannotCheckTheirSender() {
    for (String path : List.of("/hooks/halted", "/hooks/nobody-agreed")) {
      HttpResponse<String> answer = server.post(path, "{}");
      assertThat(answer.statusCode()).as(path).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void answersHandshakesAsTheSheetSays() {
    assertThat(server.get("/hooks/list").body()).isEqualTo("ok");
    HttpResponse<String> echoed =
        server.get("/hooks/ads?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=made-up-key");
    assertThat(echoed.statusCode()).isEqualTo(200);
    assertThat(echoed.body()).isEqualTo("4711");
    assertThat(echoed.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(server.get("/hooks/ads?hub.challenge=4711&hub.verify_token=wrong").statusCode())
        .isEqualTo(401);
    assertThat(server.get("/hooks/ads?hub.challenge=4711").statusCode()).isEqualTo(401);
    assertThat(server.get("/hooks/open").statusCode()).isEqualTo(405);
    assertThat(
            server
                .send(server.request("/hooks/open").method("HEAD", BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            server
                .send(server.request("/hooks/open").method("DELETE", BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void givesTheHeaderOfACheckBackAndStoresNothing() throws IOException {
    long before = server.rows();
    HttpResponse<String> checked = server.post("/hooks/list", "", "X-Check", "made-up-1f0c");

    assertThat(checked.statusCode()).isEqualTo(200);
    assertThat(checked.headers().firstValue("X-Check")).hasValue("made-up-1f0c");
    assertThat(server.post("/hooks/list", "", "X-Check", "two words").statusCode()).isEqualTo(401);
    HttpResponse<String> other =
        server.post("/hooks/open", "{\"check\":1}", "X-Check", "made-up-1f0c");
    assertThat(other.headers().firstValue("X-Check")).isEmpty();
    assertThat(server.rows()).isEqualTo(before + 1);
  }

  @Test
  void givesSitesTheScriptOfTheSheet() {
    HttpResponse<String> script = server.get("/hooks/beacon", "Origin", "https://shop.example");

    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.body()).isEqualTo(DoorPlan.SCRIPT);
    assertThat(script.headers().map())
        .containsEntry("content-type", List.of("text/javascript;charset=utf-8"))
        .containsEntry("cache-control", List.of("public, max-age=3600"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cross-origin-resource-policy", List.of("cross-origin"))
        .containsEntry("access-control-allow-origin", List.of("https://shop.example"));
    String tag = script.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = server.get("/hooks/beacon", "If-None-Match", "W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<String> zipped = server.get("/hooks/beacon", "Accept-Encoding", "br, gzip");
    assertThat(zipped.headers().map()).containsEntry("content-encoding", List.of("gzip"));
    assertThat(server.get("/hooks/beacon", "Accept-Encoding", "gzip;q=0").body())
        .isEqualTo(DoorPlan.SCRIPT);
  }

  @Test
  void letsPagesOfAnyOriginPostWhereTheSheetHasAScript() {
    HttpResponse<String> asked =
        server.send(
            server
                .request(
                    "/hooks/beacon",
                    "Origin",
                    "https://shop.example",
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
    HttpResponse<String> posted =
        server.post(
            "/hooks/beacon",
            "{\"event_id\":\"b1\"}",
            "Origin",
            "https://shop.example",
            "Content-Type",
            "text/plain;charset=UTF-8");

    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://shop.example"))
        .containsEntry("access-control-allow-credentials", List.of("true"))
        .containsEntry("access-control-allow-headers", List.of("content-type"));
    assertThat(asked.headers().firstValue("access-control-allow-methods").orElse(""))
        .contains("POST");
    assertThat(posted.statusCode()).isEqualTo(202);
    assertThat(posted.headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://shop.example"))
        .containsEntry("vary", List.of("Origin"))
        .containsEntry("cache-control", List.of("no-store"));
  }

  @Test
  void letsNoPageReadTheAnswersOfOtherSources() {
    HttpResponse<String> posted =
        server.post("/hooks/open", "{\"page\":1}", "Origin", "https://shop.example");
    HttpResponse<String> asked =
        server.send(
            server
                .request("/hooks/open", "Origin", "https://shop.example")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(posted.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(asked.statusCode()).isEqualTo(405);
    assertThat(asked.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void checksATokenInTheQueryAndDoesNotKeepIt() {
    assertThat(server.post("/hooks/list?code=wrong", "type=subscribe").statusCode()).isEqualTo(401);
    HttpResponse<String> answer = server.post("/hooks/list?code=made-up-key", "type=subscribe");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(stored("list").url()).isEqualTo("https://hooks.example.com/hooks/list");
  }

  @Test
  void limitsTheRateOfAConnectionAndLeavesItsNeighborsAlone() {
    List<Integer> statuses = new ArrayList<>();
    HttpResponse<String> last = null;
    for (int i = 0; i < 6; i++) {
      last = server.post("/hooks/paced", "{\"n\":" + i + "}");
      statuses.add(last.statusCode());
    }
    assertThat(statuses).containsExactly(202, 202, 202, 429, 429, 429);
    assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 60);
    assertThat(server.post("/hooks/open", "{\"neighbor\":1}").statusCode()).isEqualTo(202);
  }

  @Test
  void readsCompressedBodiesAndStoresThemDecoded() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(LEAD.formatted("zipped").getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream deflate = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflate)) {
      out.write(LEAD.formatted("zipped").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(
            server.post("/hooks/open", gzip.toByteArray(), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(202);
    assertThat(
            server
                .post("/hooks/open", deflate.toByteArray(), "Content-Encoding", "deflate")
                .statusCode())
        .isEqualTo(200);
    assertThat(server.post("/hooks/open", "x", "Content-Encoding", "br").statusCode())
        .isEqualTo(415);
    assertThat(server.post("/hooks/open", "not gzip", "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
  }

  @Test
  void cutsOffBodiesThatAreTooLargeOrSwellTooMuch() throws IOException {
    long before = server.rows();
    assertThat(server.post("/hooks/open", new byte[(10 << 20) + 1]).statusCode()).isEqualTo(413);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 1024; i++) {
        out.write(zeros);
      }
    }
    long start = System.nanoTime();
    assertThat(
            server.post("/hooks/open", bomb.toByteArray(), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(413);
    assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    String chunked =
        "POST /hooks/open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n"
            + "x".repeat(11 << 20);
    assertThat(server.raw(chunked.getBytes(StandardCharsets.US_ASCII))).doesNotContain(" 50");
    assertThat(server.rows()).isEqualTo(before);
  }

  @Test
  void cutsOffBodiesThatDoNotArrive() {
    String slow = "POST /hooks/open HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc";
    long start = System.nanoTime();
    assertThat(server.rawHalf(slow.getBytes(StandardCharsets.US_ASCII)))
        .matches("(?s)(HTTP/1.1 (400|408) .*)?");
    assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
  }

  @Test
  void survivesMalformedRequests() {
    for (String head :
        List.of(
            "Content-Length: -1",
            "Content-Length: x",
            "Content-Length: 99999999999999999999",
            "Content-Length: 2\r\nContent-Length: 3",
            "Content-Length: 2\r\nTransfer-Encoding: chunked",
            "Content-Type: multipart/form-data\r\nContent-Length: 2",
            "Content-Type: application/json; charset=\"nope\r\nContent-Length: 2",
            "Content-Type: \u0000/\u0001\r\nContent-Length: 2",
            "Content-Type: text/html;charset=utf-99\r\nContent-Length: 2",
            "No-Colon-Here",
            "X-Long: " + "x".repeat(20_000))) {
      String request = "POST /hooks/open HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n{}";
      String answer = server.raw(request.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(answer).as(head).matches("(?s)(HTTP/1.1 [24].*)?");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("tomcat", "exception");
    }
  }

  @Test
  void keepsOnlyHeadersOfTheSheet() {
    String[] prefixes = {
      "CamelHttp",
      "camel",
      "CAMEL",
      "kafka.",
      "mail.smtp.",
      "websocket.",
      "sObject",
      "apex",
      "org.apache.camel.",
      "operationName"
    };
    var request = server.request("/hooks/open", "x-kept", "yes");
    for (int i = 0; i < 500; i++) {
      if (i % 50 == 49) {
        assertThat(
                server
                    .send(request.POST(BodyPublishers.ofString("{\"headers\":" + i + "}")))
                    .statusCode())
            .isEqualTo(202);
        assertThat(stored("open").headers()).isEqualTo("{\"x-kept\": \"yes\"}");
        request = server.request("/hooks/open", "x-kept", "yes");
      }
      request.header(prefixes[i % prefixes.length] + i, "injected");
    }
  }

  @Test
  void putsSafetyHeadersOnEveryAnswer() {
    for (HttpResponse<String> answer :
        List.of(
            server.post("/hooks/open", "{\"safe\":1}"),
            server.post("/hooks/nobody", "{}"),
            server.post("/hooks/till", "{}"),
            server.get("/api/v1/events"))) {
      assertThat(answer.headers().map())
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("cache-control", List.of("no-store"))
          .doesNotContainKeys("server", "x-powered-by");
    }
  }

  @Test
  void answersTwentyThousandRandomRequestsWithoutAFault() throws Exception {
    Random random = new Random(20261122);
    List<String> paths = List.of("/hooks/open", "/hooks/till", "/hooks/list?code=made-up-key");
    List<String> types =
        List.of(
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain; charset=utf-16",
            "application/octet-stream",
            ";;;",
            "é/\u00ff");
    List<byte[]> rounds = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ByteArrayOutputStream pipelined = new ByteArrayOutputStream();
      for (int n = 0; n < 100; n++) {
        byte[] body = randomBody(random);
        String head =
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nContent-Type: %s\r\nX-Kept: %s\r\n%s\r\n"
                .formatted(
                    paths.get(random.nextInt(paths.size())),
                    body.length,
                    types.get(random.nextInt(types.size())),
                    randomText(random),
                    n == 99 ? "Connection: close\r\n" : "");
        pipelined.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        pipelined.writeBytes(body);
      }
      rounds.add(pipelined.toByteArray());
    }
    ExecutorService senders = Executors.newFixedThreadPool(40);
    List<Future<String>> answers =
        rounds.stream().map(round -> senders.submit(() -> server.raw(round))).toList();
    senders.shutdown();
    for (Future<String> answer : answers) {
      String text = answer.get();
      assertThat(text).doesNotContain("HTTP/1.1 5");
      assertThat(text.split("HTTP/1.1 ", -1)).hasSize(101);
    }
  }

  private static byte[] randomBody(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String shaped =
        switch (random.nextInt(6)) {
          case 0 -> "{\"event_id\":\"" + text + "\"}";
          case 1 -> "{\"event_id\":" + "[".repeat(random.nextInt(3_000));
          case 2 -> "{\"event_id\":1" + "0".repeat(random.nextInt(3_000)) + "}";
          case 3 -> "{\"event_id\":\"\\u0000\\ud800" + random.nextInt() + "\"}";
          case 4 -> "a=%zz&" + text + "=%00";
          default -> text;
        };
    return shaped.getBytes(
        random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /** Bytes that a header may hold. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder("v");
    for (int i = random.nextInt(20); i > 0; i--) {
      int c = 0x20 + random.nextInt(0xE0);
      text.append(c == 0x7F ? '~' : (char) c);
    }
    return text.toString();
  }

  private static HttpResponse<String> signed(String path, String body) {
    SignedRequest request = request("https://hooks.example.com" + path, body);
    String signature =
        SignatureMaker.sign(DoorPlan.URL_AND_BODY, DoorPlan.KEYS, request, Instant.EPOCH)
            .headers()
            .get("x-signature");
    return server.post(path, body, "x-signature", signature);
  }

  private static SignedRequest request(String url, String body) {
    return new SignedRequest("POST", url, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Address and headers of the newest message of a connection. */
  private static Kept stored(String connection) {
    return server
        .test
        .database()
        .inTransaction(
            sql -> {
              try (var query =
                  sql.prepareStatement(
                      "select url, headers from message where connection = ?"
                          + " order by received_at desc limit 1")) {
                query.setString(1, connection);
                try (var row = query.executeQuery()) {
                  row.next();
                  return new Kept(row.getString(1), row.getString(2));
                }
              }
            });
  }

  private record Kept(String url, String headers) {}

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
