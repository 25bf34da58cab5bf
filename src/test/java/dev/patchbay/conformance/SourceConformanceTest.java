package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventType;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.inbox.Verdict;
import dev.patchbay.normalize.Normalized;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every source does with the cases beside it what they say, and stands what nobody foresaw. */
class SourceConformanceTest {

  private static final Set<Signature.Scheme> SIGNED =
      Set.of(Signature.Scheme.HMAC, Signature.Scheme.PUBLIC_KEY, Signature.Scheme.JWT);

  static Stream<ConnectorCase> cases() {
    return ConnectorConformanceTest.cases().filter(ConnectorCase::isSource);
  }

  static Stream<ConnectorCase> signedCases() {
    return cases()
        .filter(each -> each.expected("signature").asText().equals("valid"))
        .filter(each -> SIGNED.contains(SourceRun.of(each).signature().scheme()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesWhatTheCaseSays(ConnectorCase each) {
    SourceRun run = SourceRun.of(each);
    SignedRequest request = run.request(each);
    Verdict verdict = run.verify(each, request);
    String expected = each.expected("signature").asText("unchecked");
    assertThat(verdict.result().name().toLowerCase(Locale.ROOT)).isEqualTo(expected);
    if (verdict.result() == Verdict.Result.INVALID) {
      return;
    }
    Normalized normalized = normalize(each, run, request);
    List<String> kinds = new ArrayList<>();
    each.expected("findings").forEach(kind -> kinds.add(kind.asText()));
    assertThat(normalized.findings()).extracting(Finding::kind).containsExactlyElementsOf(kinds);
    if (each.expects("events")) {
      JsonNode events = SourceRun.json(normalized);
      assertThat(events).as("events").hasSize(each.expected("events").size());
      for (int i = 0; i < events.size(); i++) {
        assertThat(Subset.missing(each.expected("events").get(i), events.get(i)))
            .as("event %d", i)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesOnlyTypesThatTheSheetLists(ConnectorCase each) {
    SourceRun run = SourceRun.of(each);
    List<String> selectors = java.util.Objects.requireNonNull(each.connector().source()).events();
    assertThat(normalize(each, run, run.request(each)).events())
        .extracting(Event::type)
        .allMatch(type -> selectors.stream().anyMatch(one -> EventType.matches(one, type)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameEventsWithTheSameIdsEachTime(ConnectorCase each) {
    SourceRun run = SourceRun.of(each);
    SignedRequest request = run.request(each);
    assertThat(normalize(each, run, request)).isEqualTo(normalize(each, run, request));
    assertThat(run.messageId(request)).isEqualTo(run.messageId(run.request(each)));
  }

  @ParameterizedTest
  @MethodSource("signedCases")
  void refusesEachFlippedBitOfSignatureAndBody(ConnectorCase each) {
    SourceRun run = SourceRun.of(each);
    SignedRequest good = run.request(each);
    assertThat(run.verify(good).result()).isEqualTo(Verdict.Result.VALID);
    Random random = new Random(7);
    for (int i = 0; i < 64; i++) {
      byte[] body = good.body().clone();
      int bit = random.nextInt(body.length * 8);
      body[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(run.verify(with(good, good.headers(), body)).result())
          .as("bit %d of the body", bit)
          .isEqualTo(Verdict.Result.INVALID);
    }
    if (run.signature().scheme() == Signature.Scheme.JWT) {
      return;
    }
    String name = header(run.signature());
    byte[] value = good.headers().get(name).getBytes(StandardCharsets.US_ASCII);
    for (int bit = 0; bit < value.length * 8; bit++) {
      byte[] flipped = value.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Map<String, String> headers = new HashMap<>(good.headers());
      headers.put(name, new String(flipped, StandardCharsets.ISO_8859_1));
      assertThat(run.verify(with(good, headers, good.body())).result())
          .as("bit %d of the header", bit)
          .isEqualTo(Verdict.Result.INVALID);
    }
  }

  @ParameterizedTest
  @MethodSource("signedCases")
  void refusesWhereTheKeyIsMissing(ConnectorCase each) {
    SignedRequest good = SourceRun.of(each).request(each);
    Map<String, String> with = new HashMap<>(each.with());
    SourceRun.of(each).signature().keys().forEach(with::remove);
    SourceRun keyless = new SourceRun(each.connector(), with, each.withoutSecrets());
    assertThat(keyless.verify(good).admits()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void makesFindingsAndNeverFailsOnMangledBodies(ConnectorCase each) {
    SourceRun run = SourceRun.of(each);
    SignedRequest good = run.request(each);
    Random random = new Random(11);
    for (int i = 0; i < 24; i++) {
      byte[] body = mangled(good.body(), random, i);
      Normalized normalized = normalize(each, run, with(good, good.headers(), body));
      assertThat(normalized.findings())
          .allSatisfy(finding -> assertThat(finding.text()).isNotBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void printsNoSecretAndNobody(ConnectorCase each) {
    SourceRun run = SourceRun.of(each);
    SignedRequest request = run.request(each);
    Normalized normalized = normalize(each, run, request);
    String printed = normalized + " " + normalized.events() + request + run.verify(request);
    List<String> secrets = each.secrets();
    for (JsonNode event : SourceRun.json(normalized)) {
      for (String field : List.of("email", "phone", "firstName", "lastName")) {
        String known = event.path("data").path("person").path(field).asText();
        assertThat(known.isEmpty() || !printed.contains(known)).as(field + " is printed").isTrue();
      }
    }
    for (String secret : secrets) {
      assertThat(printed).doesNotContain(secret);
      assertThat(SourceRun.json(normalized).toString()).doesNotContain(secret);
    }
  }

  private static byte[] mangled(byte[] body, Random random, int turn) {
    if (turn % 4 == 0) {
      return java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
    }
    if (turn % 4 == 1) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    if (turn % 4 == 2) {
      // Another type of value under a name the mapping reads.
      String text = new String(body, StandardCharsets.UTF_8);
      String[] names = text.split("\"", -1);
      String name = names[random.nextInt(names.length)];
      return text.replaceFirst(
              "\""
                  + java.util.regex.Pattern.quote(name)
                  + "\"\\s*:\\s*(\"[^\"]*\"|[0-9]+|true|false|[\\[{])",
              random.nextBoolean()
                  ? "\"x\":[{}],\"y\":$1"
                  : "\""
                      + java.util.regex.Matcher.quoteReplacement(name)
                      + "\":[[1],{\"a\":null}],\"z\":$1")
          .getBytes(StandardCharsets.UTF_8);
    }
    byte[] flipped = body.clone();
    for (int i = 0; i < 5 && flipped.length > 0; i++) {
      flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
    }
    return flipped;
  }

  private static String header(Signature signature) {
    Locator at = java.util.Objects.requireNonNull(signature.at());
    assertThat(at.in()).isEqualTo(Locator.In.HEADER);
    return at.name().toLowerCase(Locale.ROOT);
  }

  private static Normalized normalize(ConnectorCase each, SourceRun run, SignedRequest request) {
    return run.normalize(
        request, each.given().path("contentType").asText("application/octet-stream"));
  }

  private static SignedRequest with(
      SignedRequest request, Map<String, String> headers, byte[] body) {
    return new SignedRequest(request.method(), request.url(), headers, body);
  }
}
