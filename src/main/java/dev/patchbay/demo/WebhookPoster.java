package dev.patchbay.demo;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Source;
import dev.patchbay.inbox.SignatureMaker;
import dev.patchbay.inbox.SignatureMaker.Proof;
import dev.patchbay.inbox.SignedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Posts webhooks as their vendors do, signed by what the connectors' sheets say. */
final class WebhookPoster {

  /** What the hub said. */
  enum Answer {
    ACCEPTED,
    DUPLICATE,
    REFUSED,
    LATER
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Catalog catalog = Catalog.builtIn();
  private final URI hub;
  private final String publicUrl;
  private final Map<String, Map<String, String>> keys;
  private final InstantSource clock;

  /**
   * A poster.
   *
   * @param hub where the hub listens
   * @param publicUrl what the stack says the hub is reached by: that is signed
   * @param keys signing parameters by connector
   */
  WebhookPoster(
      URI hub, String publicUrl, Map<String, Map<String, String>> keys, InstantSource clock) {
    this.hub = hub;
    this.publicUrl = publicUrl;
    this.keys = keys;
    this.clock = clock;
  }

  /** Posts what was made; with {@code forged} the body is not the one that was signed. */
  Answer post(Sent sent, boolean forged) throws InterruptedException {
    Sent.Webhook webhook = sent.webhook();
    if (webhook == null) {
      throw new IllegalArgumentException(sent.connection() + " gets no webhooks");
    }
    String path = "/hooks/" + sent.connection();
    byte[] body = webhook.body();
    Proof proof =
        SignatureMaker.sign(
            signature(webhook.connector()),
            keys.getOrDefault(webhook.connector(), Map.of()),
            new SignedRequest("POST", publicUrl + path, Map.of(), body),
            clock.instant());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(forged ? tampered(body) : body));
    proof.headers().forEach(request::header);
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return switch (response.statusCode()) {
        case 200, 202 ->
            response.body().contains("\"duplicate\":true") ? Answer.DUPLICATE : Answer.ACCEPTED;
        case 429, 503 -> Answer.LATER;
        default -> Answer.REFUSED;
      };
    } catch (IOException e) {
      return Answer.LATER;
    }
  }

  private static byte[] tampered(byte[] body) {
    byte[] other = body.clone();
    other[other.length - 2] ^= 1;
    return other;
  }

  private Signature signature(String connector) {
    return catalog
        .find(connector)
        .map(found -> Optional.ofNullable(found.source()).orElseThrow())
        .map(Source::signatures)
        .flatMap(named -> named.values().stream().findFirst())
        .orElseThrow(() -> new IllegalStateException("No signature in the sheet of " + connector));
  }
}
