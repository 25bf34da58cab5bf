package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.connector.Parameter;
import dev.patchbay.db.Replica;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.doubles.Answer;
import dev.patchbay.doubles.Received;
import dev.patchbay.event.Event;
import dev.patchbay.event.Ids;
import dev.patchbay.inbox.InboxSettings;
import dev.patchbay.inbox.JdbcInbox;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.metrics.Meters;
import dev.patchbay.route.FakeHub;
import dev.patchbay.route.HttpTokenEndpoint;
import dev.patchbay.route.SweepPages.Found;
import dev.patchbay.route.SweepPages.Question;
import dev.patchbay.yaml.DurationText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sweep's real mapping, Kamelet and polling, over HTTP and into the real inbox, against a
 * vendor that is busy, away and particular about its credential.
 */
class SweepsIT {

  private static final Catalog CATALOG = Catalog.only(Path.of("connectors"));
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir private static Path folder;
  private static TestDatabase test;
  private static Replica replica;
  private static JdbcInbox inbox;

  @BeforeAll
  static void start() {
    test = TestDatabase.create();
    replica = Replica.join(test.database(), "hub", true);
    inbox =
        new JdbcInbox(
            test.database(),
            replica.id(),
            new Ids(InstantSource.system(), new SecureRandom()),
            new Meters(new SimpleMeterRegistry()),
            InboxSettings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    inbox.close();
    replica.close();
    test.close();
  }

  static Stream<ConnectorCase> lives() {
    return asking().filter(each -> !each.expects("refused"));
  }

  static Stream<ConnectorCase> refusals() {
    return asking().filter(each -> each.expects("refused"));
  }

  /** Cases in which somebody is asked something. */
  private static Stream<ConnectorCase> asking() {
    return SweepConformanceTest.cases()
        .filter(each -> SweepTalk.asks(each.connector()))
        .filter(each -> each.isDouble() || !each.given().path("answers").isEmpty());
  }

  static Stream<ConnectorCase> silent() {
    return SweepConformanceTest.cases()
        .filter(each -> !each.isDouble())
        .filter(
            each -> !SweepTalk.asks(each.connector()) || each.given().path("answers").isEmpty());
  }

  /** Of each connector those cases that say what a credential is. */
  static Stream<ConnectorCase> credentials() {
    return asking().filter(each -> each.isDouble() || each.expects("wire"));
  }

  @ParameterizedTest
  @MethodSource("lives")
  void readsPageAfterPageOnceItIsCommittedAndGivesEachEventOnce(ConnectorCase each)
      throws Exception {
    try (SweepLife life = life(each, one -> one::live)) {
      life.start(each.with());
      FakeHub.await("two sweeps and a beginning", life::isOver, life::story);

      assertThat(life.faults).as(life.story()).isEmpty();
      assertThat(life.vendor.faults()).as(life.story()).isEmpty();
      assertThat(life.asked).allSatisfy(request -> keepsItsSecrets(each, request));
      List<SweepLife.Kept> first = life.stored.subList(0, life.storedAtFirst);
      List<SweepLife.Kept> again = life.stored.subList(life.storedAtFirst, life.stored.size());
      assertThat(again).as("the same pages again").hasSameSizeAs(first);
      if (life.vendor instanceof SweptVendor.Recorded recorded) {
        assertThat(first)
            .extracting(kept -> kept.incoming().vendorId())
            .zipSatisfy(SweepTalk.of(each, life.with).found(), (id, found) -> isId(id, found));
        assertThat(recorded.is(life.next, beginning(each, life)))
            .as("the next sweep begins at the lookback: %s", SweptVendor.told(life.next))
            .isTrue();
      } else {
        assertThat(first)
            .extracting(kept -> kept.incoming().vendorId())
            .containsExactlyElementsOf(texts(each.expected("ids")));
      }
      Map<UUID, Event> events = events(each, first);
      matches(each.expected("events"), events.values());
      assertThat(events(each, again).keySet())
          .as("events of the same pages a day later")
          .isSubsetOf(events.keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void leavesAVendorAloneThatRefusesInAnAnswer(ConnectorCase each) throws Exception {
    var refused = DurationText.parse(each.expected("refused").asText()).orElseThrow();
    Function<SweepLife, Function<Received, Answer>> refusing =
        life ->
            request -> {
              life.clock.await(refused);
              return ((SweptVendor.Recorded) life.vendor).recorded(0);
            };
    try (SweepLife life = life(each, refusing)) {
      String before = life.positions.get("sweep");
      life.start(each.with());
      FakeHub.await("three questions", () -> life.asked.size() >= 3, life::story);

      assertThat(life.faults).as(life.story()).isEmpty();
      assertThat(life.stored).isEmpty();
      assertThat(life.positions).containsEntry("sweep", before);
    }
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void takesNothingAndForgetsNothingWithAnotherCredential(ConnectorCase each) throws Exception {
    Map<String, String> another = new LinkedHashMap<>(each.with());
    for (Parameter parameter : each.connector().parameters().values()) {
      if (parameter.secret()) {
        another.computeIfPresent(parameter.name(), (name, value) -> value + "-another");
      }
    }
    try (SweepLife life = life(each, one -> request -> one.vendor.answer(request))) {
      String before = life.positions.get("sweep");
      life.start(another);
      FakeHub.await("three questions", () -> life.asked.size() >= 3, life::story);

      assertThat(life.faults).as(life.story()).isEmpty();
      assertThat(life.vendor.faults()).as("questions let in").isEmpty();
      assertThat(life.stored).isEmpty();
      assertThat(life.positions).containsEntry("sweep", before);
      assertThat(life.positions.getOrDefault("sweep-page", "")).isEmpty();
    }
  }

  /** Of each tool whose tokens end one case. */
  static Stream<ConnectorCase> signedIn() {
    return credentials().filter(each -> each.connector().oauth2() != null);
  }

  @ParameterizedTest
  @MethodSource("signedIn")
  void asksForATokenAndForAnotherWhereTheToolRefusesIt(ConnectorCase each) throws Exception {
    OAuth2 oauth2 = Objects.requireNonNull(each.connector().oauth2());
    Map<String, String> values = TokenDesk.signingIn(each);
    TokenDesk desk =
        new TokenDesk(
            oauth2, values, List.of("made-up-token-too-old", each.with().get(oauth2.token())));
    Function<SweepLife, Function<Received, Answer>> lettingIn =
        life ->
            request -> {
              if (desk.isAsked(request)) {
                return desk.answer(request);
              }
              Answer answer = life.vendor.answer(request);
              if (answer.status() < 300 || answer.status() == 304) {
                life.vendor.taken();
              }
              return life.isWhole() ? new Answer(503, Map.of(), "") : answer;
            };
    try (HttpTokenEndpoint endpoint = new HttpTokenEndpoint(Set.of("127.0.0.1"));
        SweepLife life = life(each, lettingIn)) {
      life.signingIn(TokenDesk.signedIn(test, folder, endpoint, life.clock)).start(values);
      FakeHub.await("a whole sweep", life::isWhole, life::story);

      assertThat(life.faults).as(life.story()).isEmpty();
      assertThat(desk.times()).as("tokens").isEqualTo(2);
      assertThat(life.stored).hasSameSizeAs(SweepTalk.of(each, life.with).found());
    }
  }

  @ParameterizedTest
  @MethodSource("silent")
  void asksNobodyWhereThereIsNobodyToAsk(ConnectorCase each) throws Exception {
    try (SweepLife life = life(each, one -> request -> new Answer(500, Map.of(), ""))) {
      life.start(each.with());
      int most = each.given().path("answers").isEmpty() ? 0 : each.expected("ids").size();
      FakeHub.await("two sweeps", () -> life.clock.looks() > 20 && life.stored.size() >= 2 * most);

      assertThat(life.faults).as(life.story()).isEmpty();
      assertThat(life.asked).isEmpty();
      Map<UUID, Event> events = events(each, life.stored);
      assertThat(events).hasSize(each.expected("events").size());
      matches(each.expected("events"), events.values());
    }
  }

  private static SweepLife life(
      ConnectorCase each, Function<SweepLife, Function<Received, Answer>> answering)
      throws Exception {
    String connection = each.connector().name() + "-" + NUMBER.incrementAndGet();
    return new SweepLife(each, CATALOG, folder, connection, inbox, answering);
  }

  /** What a sweep asks first that looks back from where the case's sweep ended. */
  private static Question beginning(ConnectorCase each, SweepLife life) {
    return SweepTalk.pages(each, life.with)
        .begin(
            SweepTalk.until(each).minus(SweepTalk.sweep(each.connector()).lookback()),
            life.nextUntil)
        .next();
  }

  private static void isId(String id, Found found) {
    if (found.id() != null) {
      assertThat(id).isEqualTo(found.id());
    }
  }

  /** Secrets stand in no address, and in no body but where the sheet says so. */
  private static void keepsItsSecrets(ConnectorCase each, Received request) {
    assertThat(request.path() + "?" + request.query())
        .doesNotContain(each.secrets().toArray(String[]::new));
    for (String secret : each.bodilessSecrets()) {
      assertThat(request.body()).doesNotContain(secret);
    }
  }

  /** The events of the messages that were no repeats, by their ids. */
  private static Map<UUID, Event> events(ConnectorCase each, List<SweepLife.Kept> kept) {
    SourceRun run = SourceRun.of(each);
    Map<UUID, Event> events = new LinkedHashMap<>();
    for (SweepLife.Kept one : kept) {
      if (!one.receipt().duplicate()) {
        SignedRequest request =
            new SignedRequest(
                "POST", "https://hooks.example/hooks/x", Map.of(), one.incoming().body());
        run.normalize(one.receipt().message(), request, "application/json")
            .events()
            .forEach(event -> events.put(event.id(), event));
      }
    }
    return events;
  }

  /** Each event is one that is expected, and each that is expected is there. */
  private static void matches(JsonNode expected, Iterable<Event> events) {
    if (expected.isMissingNode()) {
      return;
    }
    ArrayNode actual = ConnectorCase.JSON.createArrayNode();
    events.forEach(event -> actual.add(SourceRun.json(event)));
    assertThat(Subset.missing(expected, actual)).isEmpty();
    for (JsonNode event : actual) {
      assertThat(expected).anyMatch(one -> Subset.missing(one, event).isEmpty());
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
