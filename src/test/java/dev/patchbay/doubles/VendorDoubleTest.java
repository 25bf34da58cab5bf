package dev.patchbay.doubles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.mapping.MappingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A double answers by its file alone, and keeps what the file says. */
class VendorDoubleTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Received HELLO =
      new Received(
          "POST", "/a b", "x=1&x=2&y=", Map.of("content-type", "application/json"), "{\"n\": 1}");

  @TempDir Path folders;

  private VendorDouble playing(String jslt) throws Exception {
    Path folder = Files.createDirectories(folders.resolve("my-crm"));
    Files.writeString(
        folder.resolve("connector.yaml"),
        """
        connector: my-crm
        title: My CRM
        category: crm
        description: Takes contacts.
        parameters: {key: {title: Key, secret: true}}
        sinks: {contact: {title: Tell, events: [lead]}}
        """);
    Files.writeString(folder.resolve("double.jslt"), jslt);
    Connector connector = Catalog.only(folders).find("my-crm").orElseThrow();
    return VendorDouble.of(
            connector,
            Map.of("key", "made-up"),
            JSON.createObjectNode(),
            () -> Instant.parse("2026-11-22T12:00:00Z"))
        .orElseThrow();
  }

  @Test
  void seesTheRequestTheParametersAndTheTime() throws Exception {
    Answer answer = playing("{\"status\": 201, \"body\": .}").answer(HELLO);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"request": {"method": "POST", "path": "/a b", "query": {"x": ["1", "2"], "y": ""},
                   "headers": {"content-type": "application/json"}, "body": {"n": 1}, "text": "{\\"n\\": 1}"},
                 "with": {"key": "made-up"}, "state": {}, "now": "2026-11-22T12:00:00Z"}
                """));
  }

  @Test
  void readsABodyByItsContentType() throws Exception {
    VendorDouble playing = playing("{\"status\": 200, \"body\": {\"is\": .request.body}}");
    assertThat(body(playing, "application/json", "{broken")).isEqualTo("{\"is\":null}");
    assertThat(body(playing, "application/x-www-form-urlencoded", "To=%2B1&To=b+c"))
        .isEqualTo("{\"is\":{\"To\":[\"+1\",\"b c\"]}}");
    assertThat(body(playing, "text/plain", "{}")).isEqualTo("{\"is\":\"{}\"}");
    assertThat(body(playing, "application/json", "")).isEqualTo("{\"is\":null}");
  }

  @Test
  void readsUserAndPasswordOfBasicCredentials() throws Exception {
    VendorDouble playing = playing("{\"status\": 200, \"body\": {\"is\": .request.basic}}");
    assertThat(credentials(playing, "Basic dXNlcjpwYXNzOndvcmQ="))
        .isEqualTo("{\"is\":{\"user\":\"user\",\"password\":\"pass:word\"}}");
    assertThat(credentials(playing, "Basic %%%")).isEqualTo("{\"is\":null}");
    assertThat(credentials(playing, "Bearer dXNlcjpwYXNz")).isEqualTo("{\"is\":null}");
  }

  private static String credentials(VendorDouble playing, String authorization) {
    return playing
        .answer(new Received("GET", "/", null, Map.of("authorization", authorization), ""))
        .body();
  }

  private static String body(VendorDouble playing, String type, String text) {
    return playing
        .answer(new Received("POST", "/", null, Map.of("content-type", type), text))
        .body();
  }

  @Test
  void keepsWhatTheLastAnswerSaidAndKeysWithoutAValue() throws Exception {
    VendorDouble playing =
        playing(
            """
            if (.request.method == "POST")
              {"status": 200, "body": {"error": null, "items": []}, "state": {"seen": fallback(.state.seen, 0) + 1}}
            else
              {"status": 404}
            """);
    assertThat(playing.answer(HELLO).body()).isEqualTo("{\"error\":null,\"items\":[]}");
    playing.answer(HELLO);
    Answer other = playing.answer(new Received("GET", "/", null, Map.of(), ""));
    assertThat(other).isEqualTo(new Answer(404, Map.of(), ""));
    assertThat(playing.state()).isEqualTo(JSON.readTree("{\"seen\": 2}"));
  }

  @Test
  void isWrongWithoutAStatus() throws Exception {
    VendorDouble playing = playing("{\"body\": 1}");
    assertThatThrownBy(() -> playing.answer(HELLO))
        .isInstanceOfSatisfying(
            MappingException.class,
            e -> assertThat(e.finding().kind()).isEqualTo("mapping.no-answer"));
  }
}
