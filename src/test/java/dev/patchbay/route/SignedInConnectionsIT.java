package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.OAuth2;
import dev.patchbay.credential.AccessTokens;
import dev.patchbay.credential.Seal;
import dev.patchbay.credential.SignIn;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.delivery.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens on the wire: what a vendor sees, and what it makes of an old token. */
class SignedInConnectionsIT {

  @TempDir private Path folder;
  private final RecordingServer vendor = new RecordingServer();
  private final RecordingServer login = new RecordingServer();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private TestDatabase test;
  private HttpTokenEndpoint endpoint;
  private String standIn;

  @BeforeEach
  void start() throws Exception {
    test = TestDatabase.create();
    Set<String> allowed = Set.of("127.0.0.1");
    endpoint = new HttpTokenEndpoint(allowed);
    SignedInConnections signedIn =
        new SignedInConnections(
            new AccessTokens(
                test.database(),
                Seal.inFolder(folder, new SecureRandom()),
                endpoint,
                () -> Instant.parse("2026-11-22T09:00:00Z")));
    standIn =
        signedIn.standIn(
            new SignIn(
                "crm",
                URI.create(login.url() + "/token"),
                OAuth2.Grant.REFRESH_TOKEN,
                "made-up-id",
                "made-up-secret",
                "made-up-refresh",
                false,
                Duration.ofHours(1),
                Duration.ofMinutes(5)));
    context.getRegistry().bind("signedIn", SignedInConnections.class, signedIn);
    OutboundHttp.install(context, allowed);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:send")
                .setHeader("Authorization", constant("Zoho-oauthtoken " + standIn))
                .to(vendor.url() + "/contacts?throwExceptionOnFailure=false");
          }
        });
    context.start();
    answer("first");
  }

  @AfterEach
  void stop() throws Exception {
    context.stop();
    endpoint.close();
    vendor.close();
    login.close();
    test.close();
  }

  @Test
  void theVendorGetsTheTokenOfTheHour() {
    assertThat(send().status()).isEqualTo(200);
    assertThat(send().status()).isEqualTo(200);

    assertThat(authorizations()).containsExactly("Zoho-oauthtoken first", "Zoho-oauthtoken first");
    assertThat(login.requests).hasSize(1);
    assertThat(login.requests.get(0).body())
        .contains("grant_type=refresh_token")
        .contains("refresh_token=made-up-refresh");
  }

  @Test
  void aTokenRefusedBeforeItsTimeIsReplacedOnce() {
    send();
    vendor.status = 401;
    answer("second");

    assertThat(send().status()).isEqualTo(401);

    assertThat(authorizations())
        .containsExactly(
            "Zoho-oauthtoken first", "Zoho-oauthtoken first", "Zoho-oauthtoken second");
    assertThat(vendor.requests.get(2).body()).isEqualTo(vendor.requests.get(1).body());
  }

  @Test
  void anEndedSignInSendsNothingAndSaysSo() {
    login.status = 400;
    login.answer = "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8);

    Reply reply = send();

    assertThat(reply.failure()).isNotNull();
    assertThat(reply.failure().kind()).isEqualTo("sign-in-ended");
    assertThat(reply.failure().text()).isEqualTo("The token endpoint answered 400 invalid_grant.");
    assertThat(vendor.requests).isEmpty();
  }

  private void answer(String token) {
    login.answer =
        "{\"access_token\":\"%s\",\"expires_in\":3600}"
            .formatted(token)
            .getBytes(StandardCharsets.UTF_8);
  }

  private List<String> authorizations() {
    return vendor.requests.stream()
        .map(RecordingServer.Request::headers)
        .map((Map<String, String> headers) -> headers.get("Authorization"))
        .toList();
  }

  private Reply send() {
    LastAnswer.clear();
    Exchange result =
        context
            .createProducerTemplate()
            .send("direct:send", exchange -> exchange.getMessage().setBody("{\"a\":1}"));
    return Replies.of(result);
  }
}
