package dev.patchbay.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Source;
import dev.patchbay.connector.Source.Format;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mappings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {

  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final Instant RECEIVED = Instant.parse("2026-11-22T09:00:00Z");
  private static final String LEAD =
      "[{\"type\": \"lead.submitted\", \"subject\": .id, \"time\": .at, \"data\": {\"person\":"
          + " {\"email\": .email, \"phone\": .phone, \"firstName\": .name}}}]";

  private final Normalizer normalizer = new Normalizer();

  @Test
  void readsJson() {
    Normalized normalized =
        run(
            Format.JSON,
            LEAD,
            "{\"id\": 7, \"at\": \"2026-11-22 03:00:00\", \"email\": \" Ana@Example.com \","
                + " \"phone\": \"(212) 555-0123\", \"name\": \"\"}");

    assertThat(normalized.findings()).isEmpty();
    assertThat(json(normalized))
        .containsExactly(
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"form\",\"type\":\"lead.submitted\",\"subject\":\"7\",\"time\":\"2026-11-22T09:00:00Z\",\"datacontenttype\":\"application/json\",\"data\":{\"person\":{\"email\":\"ana@example.com\",\"phone\":\"+12125550123\"}}}"
                .formatted(normalized.events().get(0).id()));
  }

  @Test
  void readsForms() {
    String mapping =
        "{\"type\": \"lead.submitted\", \"data\": {\"person\": {\"email\": .\"fields[email]\","
            + " \"firstName\": .name, \"company\": join(.tag, \"+\")}}}";

    Normalized normalized =
        run(
            Format.FORM,
            mapping,
            "fields%5Bemail%5D=ana%40example.com&name=Jos%C3%A9+&tag=a&tag=b&=x&");

    assertThat(json(normalized))
        .singleElement()
        .asString()
        .contains("ana@example.com", "José", "a+b");
  }

  @Test
  void readsMultipartByTheBoundaryOfTheBodyWhereTheHeaderLies() {
    String body =
        "--b1\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nana@example.com\r\n"
            + "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cv.pdf\"\r\n"
            + "Content-Type: application/pdf\r\n\r\n\u0000\u0001--b1x\r\n--b1--\r\n";
    String mapping =
        "{\"type\": \"lead.submitted\", \"data\": {\"person\": {\"email\": .email, \"company\":"
            + " .file}}}";

    for (String type : List.of("multipart/form-data; boundary=b1", "application/json", "")) {
      Normalized normalized =
          normalizer.normalize(
              spec(Format.MULTIPART, mapping),
              message(body.getBytes(StandardCharsets.UTF_8), type));

      assertThat(json(normalized)).singleElement().asString().contains("ana@example.com", "cv.pdf");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"email": "ana@example.com"}
          email=ana%40example.com
          `--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nana@example.com\r\n--x--`
          """)
  void tellsAnyBodyApartByItself(String body) {
    Normalized normalized = run(Format.ANY, LEAD, body);

    assertThat(json(normalized)).singleElement().asString().contains("ana@example.com");
  }

  @Test
  void readsWhatAKeySaysTwiceAsAListOnlyWhereTheFormatSaysSo() {
    String body =
        """
        {"email": "ana@example.com", "tag": "a", "tag": {"c": 1, "c": 2}, "tag": null}""";
    String mapping =
        "{\"type\": \"lead.submitted\", \"data\": {\"person\": {\"email\": .email},"
            + " \"form\": {\"message\": to-json(.tag)}}}";

    assertThat(json(run(Format.JSON_REPEATS, mapping, body)))
        .singleElement()
        .asString()
        .contains("ana@example.com", "[\\\"a\\\",{\\\"c\\\":[1,2]},null]");
    assertThat(kinds(run(Format.JSON, mapping, body))).containsExactly("body.duplicate-key");
    assertThat(kinds(run(Format.JSON_REPEATS, mapping, body + "{}")))
        .containsExactly("body.not-json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ICJhbmFAZXhhbXBsZS5jb20ifQ.c2lnbmVk",
        "{\"email\": \"ana@example.com\"}"
      })
  void readsTheClaimsOfAJsonWebTokenOrJson(String body) {
    assertThat(json(run(Format.JWT, LEAD, body)))
        .singleElement()
        .asString()
        .contains("ana@example.com");
  }

  @Test
  void makesAFindingOfATokenWhoseClaimsAreNoJson() {
    assertThat(kinds(run(Format.JWT, LEAD, "eyJhbGciOiJIUzI1NiJ9.bm9uZQ.c2lnbmVk")))
        .containsExactly("body.not-json");
  }

  @Test
  void givesTheMappingItsVariables() {
    String mapping =
        "{\"type\": \"lead.submitted\", \"data\": {\"form\": {\"message\": $headers.x + \",\" +"
            + " $query.q + \",\" + $with.k + \",\" + $connection + \",\" + $receivedAt + \",\" +"
            + " $region + \",\" + $timezone}}}";

    Event event = run(Format.JSON, mapping, "{}").events().get(0);

    assertThat(event.data().form()).isNotNull();
    assertThat(event.data().form().message())
        .isEqualTo("h,1 2,v,form,2026-11-22T09:00:00Z,US,America/Chicago");
  }

  @ParameterizedTest
  @CsvSource({"Z,09:00", "UTC,09:00", "+02:00,11:00", "-05:00,04:00", "Asia/Kolkata,14:30"})
  void givesTheMappingATimeZoneThatJsltKnows(String zone, String local) {
    String mapping =
        "{\"type\": \"lead.submitted\", \"data\": {\"form\": {\"message\":"
            + " format-time(epoch_seconds($receivedAt), \"HH:mm\", $timezone)}}}";

    Event event =
        normalizer
            .normalize(
                spec(Format.JSON, mapping, ZoneId.of(zone)),
                message("{}".getBytes(StandardCharsets.UTF_8), ""))
            .events()
            .get(0);

    assertThat(event.data().form()).isNotNull();
    assertThat(event.data().form().message()).isEqualTo(local);
  }

  @Test
  void takesTheTimeOfReceiptWhereNoneIsGiven() {
    assertThat(run(Format.JSON, LEAD, "{\"email\": \"ana@example.com\"}").events().get(0).time())
        .isEqualTo(RECEIVED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON | {"a": 1, "a": 2}            | body.duplicate-key
          JSON | {"a": }                     | body.not-json
          JSON | {"a": 1} x                  | body.not-json
          JSON | ``                          | body.empty
          FORM | ``                          | body.empty
          MULTIPART | nothing                | body.not-multipart
          MAIL | no mail at all              | body.not-mail
          """)
  void tellsOfABodyThatIsNotWhatTheSheetSays(Format format, String body, String kind) {
    Normalized normalized = run(format, LEAD, body);

    assertThat(kinds(normalized)).containsExactly(kind);
    assertThat(normalized.events()).isEmpty();
    assertThat(normalized.invalid()).isTrue();
    assertThat(normalized.quarantined()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type": "lead.submited", "data": {}}                                     | event.unknown-type
          {"type": "sale.completed", "data": {}}                                    | event.unlisted-type
          {"type": "lead.submitted", "data": {"person": {"emial": "a@b.example"}}}  | event.unknown-field
          {"type": "lead.submitted", "dta": 1}                                      | event.unknown-field
          {"type": "lead.submitted", "data": {"call": {"durationSeconds": "long"}}} | event.bad-value
          {"type": "lead.submitted", "time": "soon", "data": {}}                    | event.bad-value
          {"type": "lead.submitted", "data": {"person": "Ana"}}                     | event.bad-value
          {"type": "lead.submitted", "data": {"person": {"email": "nope"}}}         | event.dropped-value
          {"type": "lead.submitted", "data": {"consent": {"email": "maybe"}}}       | event.dropped-value
          "text"                                                                    | event.not-an-object
          {"finding": {"kind": "form.odd", "text": "t", "remedy": "r"}}             | form.odd
          {"finding": "odd"}                                                        | mapping.finding
          number("x")                                                               | mapping.failed
          """)
  void tellsWhatIsWrongWithAnEvent(String mapping, String kind) {
    assertThat(kinds(run(Format.JSON, mapping, "{}"))).containsExactly(kind);
  }

  @Test
  void namesTheNearestFieldAndNeverTheValue() {
    Finding finding =
        run(
                Format.JSON,
                "{\"type\": \"lead.submitted\", \"data\": {\"person\": {\"emial\": .e}}}",
                "{\"e\": \"ana@example.com\"}")
            .findings()
            .get(0);

    assertThat(finding.text()).isEqualTo("data.person has no field 'emial'.");
    assertThat(finding.remedy()).startsWith("Did you mean 'email'?");
    assertThat(finding.toString()).doesNotContain("ana@example.com");
  }

  @Test
  void ignoresWhatTheMappingIgnores() {
    Normalized normalized = run(Format.JSON, "[{\"ignored\": \"a test\"}, null]", "{}");

    assertThat(normalized.events()).isEmpty();
    assertThat(normalized.findings()).isEmpty();
    assertThat(run(Format.JSON, "null", "{}").findings()).isEmpty();
  }

  @Test
  void readsTextAsNumbersBooleansAndTimes() {
    String mapping =
        "{\"type\": \"lead.submitted\", \"data\": {\"test\": \"true\", \"call\": {\"id\": 766970532,"
            + " \"durationSeconds\": \"13\", \"answered\": \"false\", \"startedAt\": 1795338245,"
            + " \"direction\": \"Inbound\", \"from\": \"anonymous\"}, \"sale\": {\"amount\": 12.0,"
            + " \"currency\": \"usd\", \"lines\": {\"name\": \"Tea\", \"quantity\": \"1.5\"}}}}";

    Event event = run(Format.JSON, mapping, "{}").events().get(0);

    assertThat(EventJson.writeData(event.data()))
        .isEqualTo(
            "{\"call\":{\"id\":\"766970532\",\"direction\":\"inbound\",\"startedAt\":\"2026-11-22T09:04:05Z\",\"durationSeconds\":13,\"answered\":false},\"sale\":{\"amount\":12,\"currency\":\"USD\",\"lines\":[{\"name\":\"Tea\",\"quantity\":1.5}]},\"test\":true}");
    assertThat(EventJson.readData(EventJson.writeData(event.data()))).isEqualTo(event.data());
    assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
  }

  @Test
  void dropsWhatADatabaseCannotHold() {
    Normalized normalized =
        run(
            Format.JSON,
            "{\"type\": \"lead.submitted\", \"data\": {\"form\": {\"message\": .m, \"name\": .n}}}",
            "{\"m\": \"a\\u0000b\\uD83D\\uDE00\", \"n\": \"x\\uD800y\"}");

    String json = json(normalized).get(0);
    assertThat(json).contains("ab\uD83D\uDE00", "x\uFFFDy").doesNotContain("\u0000", "\\u0000");
  }

  @Test
  void keepsALeadWhoseBytesAreNotUtf8() {
    byte[] body =
        "{\"email\": \"ana@example.com\", \"name\": \"José\"}"
            .getBytes(Charset.forName("windows-1252"));

    Normalized normalized =
        normalizer.normalize(spec(Format.JSON, LEAD), message(body, "application/json"));

    assertThat(json(normalized)).singleElement().asString().contains("José");
  }

  @Test
  void refusesShapesThatAreMadeToHurt() {
    StringBuilder keys = new StringBuilder("{\"k\":1");
    for (int i = 0; i < 10_001; i++) {
      keys.append(",\"k").append(i).append("\":1");
    }
    List<String> bodies =
        List.of(
            "[".repeat(100_000),
            "[".repeat(65) + "]".repeat(65),
            "{\"a\":".repeat(65) + "1" + "}".repeat(65),
            "{\"a\": " + "9".repeat(1_000_000) + "}",
            "{\"a\": \"" + "x".repeat(1_100_000) + "\"}",
            "[" + "1,".repeat(600_000) + "1]",
            keys + "}");
    for (String body : bodies) {
      assertThat(kinds(run(Format.JSON, LEAD, body))).containsExactly("body.too-complex");
    }
    assertThat(kinds(run(Format.FORM, LEAD, "a=1&".repeat(5_001))))
        .containsExactly("body.too-complex");
    assertThat(
            kinds(
                run(
                    Format.JSON,
                    "[for (.l) {\"ignored\": .}]",
                    "{\"l\": [" + "1,".repeat(2_000) + "1]}")))
        .containsExactly("event.too-many");
  }

  @Test
  void givesTheSameIdsEachTime() {
    String mapping = "[for (.) {\"type\": \"lead.submitted\", \"subject\": .}]";
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      String body = "[" + random.nextInt() + "," + random.nextInt() + ",1,1]";
      List<Event> first = run(Format.JSON, mapping, body).events();

      assertThat(run(Format.JSON, mapping, body).events()).isEqualTo(first);
      assertThat(first.stream().map(Event::id)).doesNotHaveDuplicates().hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void neverThrowsWhateverTheBody(Format format) {
    Random random = new Random(42);
    SourceSpec spec =
        spec(
            format,
            "{\"type\": \"lead.submitted\", \"data\": {\"person\": {\"email\": .email}, \"form\":"
                + " {\"message\": .text, \"answers\": [for (fallback(.fields, [])) .]}}}");
    String[] seeds = {
      "{\"email\": \"ana@example.com\", \"text\": [1, {\"a\": null}], \"fields\": [{\"label\": \"x\"}]}",
      "email=ana%40example.com&text=%zz&fields=1",
      "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nana@example.com\r\n--b--\r\n",
      "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\nSubject: =?utf-8?q?x?=\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+TmFtZTwvYj46IHg=\r\n--b--\r\n"
    };
    for (int i = 0; i < 3_500; i++) {
      byte[] body = seeds[random.nextInt(seeds.length)].getBytes(StandardCharsets.UTF_8);
      for (int flips = random.nextInt(12); flips > 0; flips--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(10) == 0) {
        random.nextBytes(body);
      }
      Normalized normalized = normalizer.normalize(spec, message(body, "x; boundary=b"));

      assertThat(normalized.events().size() + normalized.findings().size()).isPositive();
    }
  }

  @Test
  void givesAnEventThatHappensOnceTheSameIdWhicheverMessageTellsOfIt() {
    String mapping =
        "[for (.ids) {\"type\": \"lead.submitted\", \"subject\": ., \"once\": true, \"data\": {}}]";
    SourceSpec spec = spec(Format.JSON, mapping);
    RawMessage webhook = message("{\"ids\":[\"a\",\"b\"]}".getBytes(StandardCharsets.UTF_8), "");
    RawMessage sweep =
        new RawMessage(
            UUID.randomUUID(),
            "{\"ids\":[\"b\"]}".getBytes(StandardCharsets.UTF_8),
            "",
            Map.of(),
            null,
            RECEIVED);

    List<Event> told = normalizer.normalize(spec, webhook).events();

    assertThat(normalizer.normalize(spec, sweep).events())
        .extracting(Event::id)
        .containsExactly(told.get(1).id());
    assertThat(told.get(0).id()).isNotEqualTo(told.get(1).id());
  }

  @Test
  void tellsTheStatesOfOneSubjectApartByTheTextThatOnceHolds() {
    String mapping =
        "[for (.stages) {\"type\": \"lead.submitted\", \"subject\": \"7\", \"once\": ., \"data\": {}}]";

    List<Event> told =
        run(Format.JSON, mapping, "{\"stages\":[\"won\",\"lost\",\"won\"]}").events();

    assertThat(told.get(0).id()).isNotEqualTo(told.get(1).id()).isEqualTo(told.get(2).id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"def f(x) f($x) f(.)", "def f(x) {\"a\": f($x)} f(.)"})
  void survivesAMappingWithoutAnEnd(String mapping) {
    assertThat(kinds(run(Format.JSON, mapping, "{}"))).containsExactly("mapping.too-deep");
  }

  private Normalized run(Format format, String mapping, String body) {
    return normalizer.normalize(
        spec(format, mapping), message(body.getBytes(StandardCharsets.UTF_8), ""));
  }

  static SourceSpec spec(Format format, String mapping) {
    return spec(format, mapping, ZoneId.of("America/Chicago"));
  }

  private static SourceSpec spec(Format format, String mapping, ZoneId zone) {
    Source source =
        new Source(
            Source.Kind.WEBHOOK,
            format,
            List.of("lead"),
            "lead.jslt",
            null,
            null,
            null,
            null,
            Map.of(),
            null,
            null,
            List.of(),
            Duration.ZERO,
            List.of(),
            RateLimit.NONE,
            202,
            Map.of());
    return new SourceSpec(
        "form",
        source,
        Mappings.compile("lead.jslt", mapping, name -> Optional.empty()),
        JsonNodeFactory.instance.objectNode().put("k", "v"),
        Map.of(),
        "US",
        zone);
  }

  static RawMessage message(byte[] body, String contentType) {
    return new RawMessage(
        ID, body, contentType, Map.of("x", "h"), "https://hub.example/hooks/form?q=1+2", RECEIVED);
  }

  private static List<String> kinds(Normalized normalized) {
    return normalized.findings().stream().map(Finding::kind).toList();
  }

  private static List<String> json(Normalized normalized) {
    return normalized.events().stream().map(EventJson::write).toList();
  }
}
