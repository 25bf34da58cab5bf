package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.inbox.Verdict;
import dev.patchbay.normalize.Normalized;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads cases that others gathered from vendors' public samples, where they are at hand: beside the
 * project, or where the system property {@code patchbay.cases} says.
 */
class PublicCasesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Which connector reads a vendor's cases, and with what. */
  private static final Map<String, Reader> READERS =
      Map.ofEntries(
          reader("typeform", "typeform"),
          reader("callrail", "callrail"),
          reader("square", "square"),
          reader("shopify", "shopify"),
          reader("woocommerce", "woocommerce"),
          reader("squarespace_mail", "imap"),
          reader("elementor", "elementor"),
          reader("google_ads_lead_form", "google-ads-lead-form"),
          reader("stripe", "stripe"),
          reader("twilio", "twilio"),
          reader("whatconverts", "whatconverts"),
          reader("aircall", "aircall"),
          reader("mailchimp", "mailchimp"),
          reader("brevo", "brevo"),
          reader("activecampaign", "activecampaign"),
          reader("klaviyo", "klaviyo"),
          reader("hubspot", "hubspot"),
          reader("web_vitals", "web-vitals"),
          reader("yotpo_swell", "yotpo"),
          reader("lightspeed", "lightspeed"),
          reader("clover", "clover"),
          reader("ringcentral", "ringcentral"),
          reader("dialpad", "dialpad"),
          reader("wpforms", "wpforms"),
          reader("fluent_forms", "fluent-forms"),
          reader("gohighlevel", "gohighlevel"),
          reader("pipedrive", "pipedrive"),
          reader("calltrackingmetrics", "calltrackingmetrics"),
          reader("angi", "angi"),
          reader("thumbtack", "thumbtack"));

  private static final Pattern SIGNED_TIME = Pattern.compile("(?:^|,)t=(\\d{10})(?:,|$)");

  private static final Map<String, List<String>> TYPES =
      Map.of(
          "lead", List.of("lead.submitted"),
          "call", List.of("call.completed", "call.started", "call.updated"),
          "sale", List.of("sale.completed"),
          "refund", List.of("sale.refunded"),
          "contact_update", List.of("contact.updated"),
          "message", List.of("lead.submitted", "follow_up.made"),
          "subscribe", List.of("subscriber.subscribed"),
          "unsubscribe", List.of("subscriber.unsubscribed"),
          "loyalty", List.of("loyalty.joined", "loyalty.earned", "loyalty.redeemed"),
          "page_speed", List.of("page.measured"));

  /** Where an expected field may stand in an event. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("email", "/data/person/email"),
          Map.entry("phone", "/data/person/phone"),
          Map.entry("first_name", "/data/person/firstName"),
          Map.entry("last_name", "/data/person/lastName"),
          Map.entry("call_id", "/data/call/id"),
          Map.entry("external_id", "/subject"),
          Map.entry("form_id", "/data/form/id"),
          Map.entry("form_name", "/data/form/name"),
          Map.entry("tracking_number", "/data/attribution/trackingNumber"),
          Map.entry("direction", "/data/call/direction"),
          Map.entry("answered", "/data/call/answered"),
          Map.entry("voicemail", "/data/call/voicemail"),
          Map.entry("call_duration_s", "/data/call/durationSeconds"),
          Map.entry("utm_source", "/data/attribution/source"),
          Map.entry("utm_medium", "/data/attribution/medium"),
          Map.entry("utm_campaign", "/data/attribution/campaign"),
          Map.entry("gclid", "/data/attribution/gclid"),
          Map.entry("currency", "/data/sale/currency"),
          Map.entry("order_id", "/data/sale/orderId"),
          Map.entry("points_delta", "/data/loyalty/points"),
          Map.entry("points_balance", "/data/loyalty/balance"),
          Map.entry("occurred_at", "/time"));

  private record Reader(String connector, Map<String, String> with) {}

  @TestFactory
  Stream<DynamicTest> findsWhatACarefulPersonFinds() throws IOException {
    Path inbound = root().resolve("inbound");
    assumeThat(inbound).as("public cases at %s: absent, skipped", inbound).isDirectory();
    List<DynamicTest> tests = new ArrayList<>();
    for (String vendor : READERS.keySet()) {
      if (Files.isDirectory(inbound.resolve(vendor))) {
        try (Stream<Path> files = Files.list(inbound.resolve(vendor))) {
          files
              .filter(file -> file.toString().endsWith(".meta.json"))
              .forEach(
                  meta ->
                      tests.add(
                          DynamicTest.dynamicTest(
                              vendor + "/" + meta.getFileName(), () -> check(vendor, meta))));
        }
      }
    }
    return tests.stream();
  }

  private static Map.Entry<String, Reader> reader(String vendor, String connector) {
    return Map.entry(vendor, new Reader(connector, Map.of()));
  }

  private static Path root() {
    return Path.of(System.getProperty("patchbay.cases", "../shared/cases"));
  }

  private static void check(String vendor, Path metaFile) throws IOException {
    JsonNode meta = JSON.readTree(metaFile.toFile());
    Reader reader = READERS.get(vendor);
    Connector connector =
        Catalog.only(Path.of("connectors")).find(reader.connector()).orElseThrow();
    Map<String, String> with = new LinkedHashMap<>();
    connector
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.defaultValue() != null) {
                with.put(name, parameter.defaultValue());
              }
            });
    with.putAll(reader.with());
    JsonNode visible = JSON.valueToTree(with);
    JsonNode signature = meta.path("signature");
    if (signature.has("secret")) {
      with.put(firstKey(connector), signature.path("secret").asText());
    }
    SourceRun run = new SourceRun(connector, with, visible);
    Map<String, String> headers = new HashMap<>();
    meta.path("headers")
        .fields()
        .forEachRemaining(
            entry ->
                headers.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue().asText()));
    byte[] body = Files.readAllBytes(metaFile.resolveSibling(meta.path("file").asText()));
    SignedRequest request =
        new SignedRequest(
            "POST",
            signature.path("url").asText("https://hooks.example/hooks/" + vendor),
            headers,
            body);
    if (signature.has("valid")) {
      assertThat(run.verify(request, signedAt(headers)).result() == Verdict.Result.VALID)
          .as("signature")
          .isEqualTo(signature.path("valid").asBoolean());
    }
    Normalized normalized = run.normalize(request, meta.path("content_type").asText());
    assertThat(differences(meta.path("expect"), SourceRun.json(normalized))).isEmpty();
  }

  /** The time in a signature such as {@code t=1439229085,v1=...}, else the usual one. */
  private static Instant signedAt(Map<String, String> headers) {
    for (String value : headers.values()) {
      Matcher time = SIGNED_TIME.matcher(value);
      if (time.find()) {
        return Instant.ofEpochSecond(Long.parseLong(time.group(1)));
      }
    }
    return SourceRun.NOW;
  }

  private static String firstKey(Connector connector) {
    return java.util.Objects.requireNonNull(connector.source())
        .signatures()
        .values()
        .iterator()
        .next()
        .keys()
        .get(0);
  }

  private static List<String> differences(JsonNode expect, JsonNode events) {
    List<String> differences = new ArrayList<>();
    String kind = expect.path("kind").asText();
    if (kind.equals("ignore") || kind.equals("mail")) {
      // A record that has to be fetched first is nothing yet.
      for (JsonNode event : events) {
        if (!event.path("type").asText().equals("record.announced")) {
          differences.add("nothing was expected: " + event);
        }
      }
      return differences;
    }
    if (events.size() != 1 || !TYPES.get(kind).contains(events.path(0).path("type").asText())) {
      return List.of("expected one " + kind + ": " + events);
    }
    JsonNode event = events.get(0);
    expect
        .fields()
        .forEachRemaining(
            entry -> {
              String place = PLACES.get(entry.getKey());
              if (place != null
                  && !same(entry.getKey(), entry.getValue(), event.at(place), expect)) {
                differences.add(
                    "%s: expected %s, was %s"
                        .formatted(entry.getKey(), entry.getValue(), event.at(place)));
              }
            });
    if (expect.has("metric")) {
      differences.addAll(measured(expect, event.at("/data/page")));
    }
    // A value that a call tracker was told is no sale and has no currency.
    if (expect.hasNonNull("amount") && !kind.equals("call")) {

      long expected =
          new BigDecimal(expect.path("amount").asText()).movePointRight(2).longValueExact();
      if (event.at("/data/sale/amount").asLong() != expected) {
        differences.add("amount: expected " + expected + ", was " + event.at("/data/sale/amount"));
      }
    }
    return differences;
  }

  private static List<String> measured(JsonNode expect, JsonNode page) {
    String metric = expect.path("metric").asText().toLowerCase(Locale.ROOT);
    JsonNode value = page.path(metric.equals("cls") ? metric : metric + "Ms");
    boolean same =
        value.asDouble(-1) == expect.path("value").asDouble()
            && page.path("url").equals(expect.path("url"));
    return same ? List.of() : List.of("expected " + expect + ", was " + page);
  }

  private static boolean same(String field, JsonNode expected, JsonNode actual, JsonNode expect) {
    if (expected.isNull()) {
      // A full name is split further than some readers do.
      boolean part = field.equals("first_name") || field.equals("last_name");
      return actual.isMissingNode() || (part && expect.hasNonNull("full_name"));
    }
    if (field.equals("occurred_at")) {
      Instant one = Subset.instant(expected.asText());
      return one != null && one.equals(Subset.instant(actual.asText()));
    }
    if (field.equals("phone")) {
      // Where the source names no country, its digits must be the end of ours.
      String digits = expected.asText().replaceAll("[^0-9]", "");
      return actual.asText().replaceAll("[^0-9]", "").endsWith(digits)
          || !expected.asText().startsWith("+");
    }
    if (field.equals("direction")) {
      return actual.asText().equalsIgnoreCase(expected.asText());
    }
    if (field.equals("external_id")) {
      return !actual.isMissingNode() && actual.asText().equals(expected.asText());
    }
    return actual.asText().equals(expected.asText());
  }
}
