package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import dev.patchbay.inbox.SignatureVerifier;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.inbox.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What `http` sends with a key is what a receiver of Standard Webhooks accepts. */
class RequestSigningIT {

  private static final String KEY = "whsec_bWFkZS11cC1zaWduaW5nLWtleS1vZi0zMi1ieXRlcyE=";
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final Connector http = Catalog.builtIn().find("http").orElseThrow();
  private final Sink sink = http.sinks().get("send");

  @Test
  void theReceiverFindsTheSignatureOverTheBytesItGot() throws Exception {
    Rendering.Request sent = send(Map.of("signingKey", KEY));
    Map<String, String> headers = lowerCase(sent.headers());

    assertThat(headers.get("webhook-id")).isEqualTo(headers.get("idempotency-key"));
    assertThat(headers.get("webhook-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(headers.get("webhook-signature")).startsWith("v1,");
    assertThat(verify(headers, sent.body()).admits()).isTrue();
    assertThat(verify(headers, sent.body() + " ").admits()).isFalse();
  }

  @Test
  void nothingIsSignedWithoutAKey() throws Exception {
    assertThat(lowerCase(send(Map.of()).headers()))
        .doesNotContainKeys("webhook-id", "webhook-timestamp", "webhook-signature");
  }

  private Verdict verify(Map<String, String> headers, String body) {
    return new SignatureVerifier(Clock.fixed(NOW.plusSeconds(10), ZoneOffset.UTC))
        .verify(
            java.util.Objects.requireNonNull(sink.sign()),
            Map.of("signingKey", KEY),
            new SignedRequest(
                "POST",
                "https://api.example.com/leads",
                headers,
                body.getBytes(StandardCharsets.UTF_8)));
  }

  private Rendering.Request send(Map<String, String> more) throws Exception {
    Map<String, String> values = new LinkedHashMap<>(more);
    values.put("url", "https://api.example.com/leads");
    values.put("method", "POST");
    try (Rendering rendering = new Rendering(http, sink, values, Path.of(""), NOW)) {
      return rendering
          .render(
              new ObjectMapper()
                  .readTree("{\"id\":\"1\",\"type\":\"lead.submitted\",\"data\":{\"a\":\"ü\"}}"),
              List.of())
          .requests()
          .get(0);
    }
  }

  private static Map<String, String> lowerCase(Map<String, String> headers) {
    Map<String, String> lower = new LinkedHashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }
}
