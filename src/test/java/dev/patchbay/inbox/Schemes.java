package dev.patchbay.inbox;

import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.Entries;
import dev.patchbay.connector.Signature.KeyFormat;
import dev.patchbay.connector.Signature.Scheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signature blocks as connector sheets would write them, by the name of the scheme. */
final class Schemes {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  static final Map<String, Signature> ALL =
      Map.ofEntries(
          Map.entry("square", over("x-square-hmacsha256-signature", "base64", "{url}{body}")),
          Map.entry("shopify", over("X-Shopify-Hmac-Sha256", "base64", "{body}")),
          Map.entry("typeform", prefixed("Typeform-Signature", "base64", "sha256=")),
          Map.entry("x_hub_signature_256", prefixed("X-Hub-Signature-256", "hex", "sha256=")),
          Map.entry("callrail", sha1("Signature", "{body}")),
          Map.entry("twilio", sha1("X-Twilio-Signature", "{url}{sorted-form}")),
          Map.entry(
              "stripe",
              timed(
                  "Stripe-Signature",
                  "hex",
                  new Entries(",", "=", "v1", "t"),
                  "{timestamp}.{body}",
                  null,
                  null,
                  "s")),
          Map.entry(
              "calendly",
              timed(
                  "Calendly-Webhook-Signature",
                  "hex",
                  new Entries(",", "=", "v1", "t"),
                  "{timestamp}.{body}",
                  null,
                  null,
                  "s")),
          Map.entry(
              "hubspot_v3",
              timed(
                  "X-HubSpot-Signature-v3",
                  "base64",
                  null,
                  "{method}{url}{body}{timestamp}",
                  null,
                  "X-HubSpot-Request-Timestamp",
                  "ms")),
          Map.entry("slack_v0", slack()),
          Map.entry("standard_webhooks", standardWebhooks()),
          Map.entry(
              "plivo_v2",
              hmac(
                  "X-Plivo-Signature-V2",
                  "sha256",
                  KeyFormat.TEXT,
                  "base64",
                  "",
                  null,
                  "{bare-url}{id}",
                  header("X-Plivo-Signature-V2-Nonce"),
                  null,
                  "s",
                  Duration.ZERO)),
          Map.entry(
              "lightspeed_x",
              hmac(
                  "X-Signature",
                  "sha256",
                  KeyFormat.TEXT,
                  "hex",
                  "",
                  new Entries(",", "=", "signature", null),
                  "{body}",
                  null,
                  null,
                  "s",
                  Duration.ZERO)),
          Map.entry("shared_secret_in_body:token", token(Locator.In.JSON, "/token", "")),
          Map.entry("shared_secret_in_query:code", token(Locator.In.QUERY, "code", "")),
          Map.entry("bearer", token(Locator.In.HEADER, "Authorization", "Bearer ")));

  private Schemes() {}

  /** {@code id:signature} in base64, where the id says which key signed. */
  static Signature namedKey() {
    return hmac(
        "Signature",
        "sha256",
        KeyFormat.TEXT,
        "hex",
        "",
        new Entries(":", "", "2", null, "1", "base64"),
        "{body}",
        null,
        null,
        "s",
        Duration.ZERO);
  }

  static Signature none() {
    return plain(Scheme.NONE, null, List.of(), "sha256", KeyFormat.TEXT, "");
  }

  static Signature token(Locator.In in, String name, String prefix) {
    return plain(
        Scheme.TOKEN,
        new Locator(in, name),
        List.of("secret", "nextSecret"),
        "sha256",
        KeyFormat.TEXT,
        prefix);
  }

  /** The body is a JSON Web Token. */
  static Signature jwt(String algorithm, KeyFormat format) {
    return plain(Scheme.JWT, null, List.of("secret", "previous"), algorithm, format, "");
  }

  private static Signature plain(
      Scheme scheme,
      @Nullable Locator at,
      List<String> keys,
      String algorithm,
      KeyFormat format,
      String prefix) {
    return new Signature(
        scheme,
        at,
        keys,
        algorithm,
        format,
        "hex",
        prefix,
        null,
        "{body}",
        null,
        null,
        "s",
        Duration.ZERO);
  }

  private static Signature standardWebhooks() {
    return hmac(
        "webhook-signature",
        "sha256",
        KeyFormat.WHSEC,
        "base64",
        "",
        new Entries(" ", ",", "v1", null),
        "{id}.{timestamp}.{body}",
        header("webhook-id"),
        header("webhook-timestamp"),
        "s",
        FIVE_MINUTES);
  }

  private static Signature slack() {
    return hmac(
        "X-Slack-Signature",
        "sha256",
        KeyFormat.TEXT,
        "hex",
        "v0=",
        null,
        "v0:{timestamp}:{body}",
        null,
        header("X-Slack-Request-Timestamp"),
        "s",
        FIVE_MINUTES);
  }

  private static Signature over(String header, String encoding, String signed) {
    return hmac(
        header,
        "sha256",
        KeyFormat.TEXT,
        encoding,
        "",
        null,
        signed,
        null,
        null,
        "s",
        Duration.ZERO);
  }

  private static Signature prefixed(String header, String encoding, String prefix) {
    return hmac(
        header,
        "sha256",
        KeyFormat.TEXT,
        encoding,
        prefix,
        null,
        "{body}",
        null,
        null,
        "s",
        Duration.ZERO);
  }

  private static Signature sha1(String header, String signed) {
    return hmac(
        header, "sha1", KeyFormat.TEXT, "base64", "", null, signed, null, null, "s", Duration.ZERO);
  }

  private static Signature timed(
      String header,
      String encoding,
      @Nullable Entries entries,
      String signed,
      @Nullable Locator id,
      @Nullable String timestamp,
      String unit) {
    return hmac(
        header,
        "sha256",
        KeyFormat.TEXT,
        encoding,
        "",
        entries,
        signed,
        id,
        timestamp == null ? null : header(timestamp),
        unit,
        FIVE_MINUTES);
  }

  private static Locator header(String name) {
    return new Locator(Locator.In.HEADER, name);
  }

  private static Signature hmac(
      String header,
      String algorithm,
      KeyFormat format,
      String encoding,
      String prefix,
      @Nullable Entries entries,
      String signed,
      @Nullable Locator id,
      @Nullable Locator timestamp,
      String unit,
      Duration tolerance) {
    return new Signature(
        Scheme.HMAC,
        header(header),
        List.of("secret", "nextSecret"),
        algorithm,
        format,
        encoding,
        prefix,
        entries,
        signed,
        id,
        timestamp,
        unit,
        tolerance);
  }
}
