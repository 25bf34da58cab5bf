package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.connector.Sink;
import dev.patchbay.customer.Customers;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.delivery.Outcome;
import dev.patchbay.delivery.Reply;
import dev.patchbay.doubles.DoubleServer;
import dev.patchbay.doubles.VendorDouble;
import dev.patchbay.event.Ids;
import dev.patchbay.route.FakeHub;
import dev.patchbay.route.HttpTokenEndpoint;
import dev.patchbay.route.SignedInConnections;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each tool whose tokens end, with a client's credentials in place of a token: the real routes ask
 * its token endpoint and then the tool, which its double plays.
 */
class SignInsIT {

  private static final Catalog CATALOG = Catalog.only(Path.of("connectors"));
  private static final Set<String> HERE = Set.of("127.0.0.1");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir private static Path folder;
  private static TestDatabase test;
  private static HttpTokenEndpoint endpoint;

  @BeforeAll
  static void start() {
    test = TestDatabase.create();
    endpoint = new HttpTokenEndpoint(HERE);
  }

  @AfterAll
  static void stop() throws Exception {
    endpoint.close();
    test.close();
  }

  /** Of each sink of such a tool the first case that is accepted and depends on nothing before. */
  static Stream<ConnectorCase> told() {
    Map<String, ConnectorCase> first = new LinkedHashMap<>();
    DoublesIT.acceptedScenes()
        .filter(each -> each.connector().oauth2() != null)
        .filter(each -> each.given().path("told").isEmpty() && !SinkRun.sink(each).fetches())
        .forEach(
            each -> first.putIfAbsent(each.connector().name() + SinkRun.sink(each).name(), each));
    return first.values().stream();
  }

  @Test
  void everyToolWhoseTokensEndIsTried() {
    Set<String> swept =
        SweepsIT.signedIn().map(each -> each.connector().name()).collect(Collectors.toSet());
    assertThat(ConnectorConformanceTest.connectors())
        .filteredOn(connector -> connector.oauth2() != null)
        .extracting(Connector::name)
        .allMatch(
            name ->
                swept.contains(name)
                    || told().anyMatch(each -> each.connector().name().equals(name)));
  }

  @ParameterizedTest
  @MethodSource("told")
  void asksForATokenAndForAnotherWhereTheToolRefusesIt(ConnectorCase each) throws Exception {
    OAuth2 oauth2 = Objects.requireNonNull(each.connector().oauth2());
    Map<String, String> values = TokenDesk.signingIn(each);
    Map<String, String> account = new LinkedHashMap<>(values);
    account.put(oauth2.token(), "made-up-token-of-the-hour");
    TokenDesk desk =
        new TokenDesk(
            oauth2, values, List.of("made-up-token-too-old", "made-up-token-of-the-hour"));

    try (Tool tool = new Tool(each, account, desk)) {
      Outcome outcome = tool.tell(values);

      assertThat(outcome.word()).as(outcome.toString()).isEqualTo("accepted");
      assertThat(desk.times()).as("tokens").isEqualTo(2);
      assertThat(tool.tell().word()).isEqualTo("accepted");
      assertThat(desk.times()).as("tokens in the end").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("told")
  void saysThatASignInEndedAndTellsTheToolNothing(ConnectorCase each) throws Exception {
    OAuth2 oauth2 = Objects.requireNonNull(each.connector().oauth2());
    Map<String, String> values = TokenDesk.signingIn(each);
    String secret = Objects.requireNonNull(oauth2.clientSecret());
    TokenDesk desk = new TokenDesk(oauth2, Map.copyOf(values), List.of("made-up-token"));
    values.put(secret, "another");

    try (Tool tool = new Tool(each, values, desk)) {
      Reply reply = tool.reply(values);

      assertThat(reply.failure()).isNotNull();
      assertThat(reply.failure().kind()).isEqualTo("sign-in-ended");
      assertThat(reply.failure().text()).endsWith("invalid_client.");
      assertThat(tool.requests).hasValue(0);
    }
  }

  /** A hub with one connection to a tool and the tool's token endpoint. */
  private static final class Tool implements AutoCloseable {
    private final ConnectorCase each;
    private final Sink sink;
    private final DoubleServer server;
    private final FakeHub hub = new FakeHub(folder, CATALOG);
    private final AtomicInteger requests = new AtomicInteger();
    private final String connection = "tool-" + NUMBER.incrementAndGet();

    Tool(ConnectorCase each, Map<String, String> account, TokenDesk desk) throws Exception {
      this.each = each;
      this.sink = SinkRun.sink(each);
      JsonNode state = each.given().path("double");
      VendorDouble played =
          VendorDouble.of(
                  each.connector(),
                  account,
                  state.isObject() ? state : ConnectorCase.JSON.createObjectNode(),
                  () -> SourceRun.NOW)
              .orElseThrow();
      this.server =
          new DoubleServer(
              0,
              request -> {
                if (desk.isAsked(request)) {
                  return desk.answer(request);
                }
                requests.incrementAndGet();
                return played.answer(request);
              });
    }

    Outcome tell(Map<String, String> values) throws Exception {
      return SinkRun.outcomes(each.connector(), sink).judge(reply(values));
    }

    Reply reply(Map<String, String> values) throws Exception {
      Registry registry = hub.context.getRegistry();
      InstantSource clock = InstantSource.fixed(SourceRun.NOW);
      registry.bind(
          "signedIn", SignedInConnections.class, TokenDesk.signedIn(test, folder, endpoint, clock));
      // Some mappings look at the customer; here nobody is one.
      registry.bind("database", Database.class, test.database());
      registry.bind(
          "customers", Customers.class, new Customers(new Ids(clock, new SecureRandom())));
      hub.connection(
          connection, each.connector().name(), SinkRun.led(each.connector(), values, server::here));
      assertThat(hub.start(HERE)).isEmpty();
      return reply();
    }

    Outcome tell() {
      return SinkRun.outcomes(each.connector(), sink).judge(reply());
    }

    private Reply reply() {
      JsonNode event = each.event();
      return hub.deliver(
          connection,
          event.path("type").asText(),
          event.path("subject").asText(),
          Instant.parse(event.path("time").asText()),
          event.path("data").toString(),
          sink.name());
    }

    @Override
    public void close() {
      hub.close();
      server.close();
    }
  }
}
