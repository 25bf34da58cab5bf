package dev.patchbay.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connector.OAuth2;
import dev.patchbay.db.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensIT {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private TestDatabase test;
  private Seal seal;
  private final Vendor vendor = new Vendor();
  private Instant now = Instant.parse("2026-11-22T09:00:00Z");

  /** A token endpoint whose refresh tokens hold once. */
  private static final class Vendor implements TokenEndpoint {
    final List<Map<String, String>> forms = new ArrayList<>();
    final List<Map<String, String>> headers = new ArrayList<>();
    final AtomicInteger given = new AtomicInteger();
    String live = "refresh-0";
    boolean rotates;
    @Nullable Answer answer;
    boolean away;

    @Override
    public synchronized Answer post(URI address, Map<String, String> sent, Map<String, String> form)
        throws IOException {
      forms.add(form);
      headers.add(sent);
      if (away) {
        throw new IOException("away");
      }
      if (answer != null) {
        return answer;
      }
      if (form.containsKey("refresh_token") && !form.get("refresh_token").equals(live)) {
        return new Answer(400, "{\"error\":\"invalid_grant\"}");
      }
      int number = given.incrementAndGet();
      if (rotates) {
        live = "refresh-" + number;
      }
      return new Answer(
          200,
          "{\"access_token\":\"access-%d\",\"expires_in\":3600%s}"
              .formatted(number, rotates ? ",\"refresh_token\":\"" + live + "\"" : ""));
    }
  }

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    seal = Seal.inFolder(folder, new SecureRandom());
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void asksOnceAndAgainAheadOfTheEnd() throws Exception {
    AccessTokens tokens = hub();

    assertThat(tokens.current(signIn("refresh-0"))).isEqualTo("access-1");
    now = now.plus(Duration.ofMinutes(54));
    assertThat(tokens.current(signIn("refresh-0"))).isEqualTo("access-1");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(tokens.current(signIn("refresh-0"))).isEqualTo("access-2");
    assertThat(vendor.forms.get(0))
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", "refresh-0",
                "client_id", "made-up-id",
                "client_secret", "made-up-secret"));
  }

  @Test
  void sharesATokenWithTheNextStartAndWithOtherHubs() throws Exception {
    hub().current(signIn("refresh-0"));

    assertThat(hub().current(signIn("refresh-0"))).isEqualTo("access-1");
    assertThat(vendor.forms).hasSize(1);
  }

  @Test
  void keepsTheRefreshTokenThatTheVendorPutInPlaceOfTheStacks() throws Exception {
    vendor.rotates = true;
    hub().current(signIn("refresh-0"));
    now = now.plus(HOUR);

    assertThat(hub().current(signIn("refresh-0"))).isEqualTo("access-2");
    now = now.plus(HOUR);
    assertThat(hub().current(signIn("refresh-0"))).isEqualTo("access-3");
  }

  @Test
  void forgetsWhatItKeptWhenTheStackHasOtherCredentials() throws Exception {
    vendor.rotates = true;
    hub().current(signIn("refresh-0"));
    vendor.live = "signed-in-anew";

    assertThat(hub().current(signIn("signed-in-anew"))).isEqualTo("access-2");
  }

  @Test
  void replacesARefusedTokenOnceForAllWhoHoldIt() throws Exception {
    AccessTokens tokens = hub();
    SignIn signIn = signIn("refresh-0");
    String refused = tokens.current(signIn);

    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(threads.submit(() -> tokens.insteadOf(signIn, refused)));
      }
      for (Future<String> one : asked) {
        assertThat(one.get()).isEqualTo("access-2");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(vendor.forms).hasSize(2);
  }

  @Test
  void tellsAnEndedSignInFromAVendorThatIsAway() {
    SignIn signIn = signIn("revoked");
    assertThatThrownBy(() -> hub().current(signIn))
        .isInstanceOfSatisfying(SignInException.class, e -> assertThat(e.isEnded()).isTrue())
        .hasMessage("The token endpoint answered 400 invalid_grant.");

    vendor.answer = new TokenEndpoint.Answer(503, "revoked made-up-secret");
    assertThatThrownBy(() -> hub().current(signIn))
        .isInstanceOfSatisfying(SignInException.class, e -> assertThat(e.isEnded()).isFalse())
        .hasMessage("The token endpoint answered 503.");

    vendor.away = true;
    assertThatThrownBy(() -> hub().current(signIn))
        .isInstanceOfSatisfying(SignInException.class, e -> assertThat(e.isEnded()).isFalse());
  }

  @Test
  void storesNoTokenThatCanBeRead() throws Exception {
    vendor.rotates = true;
    hub().current(signIn("refresh-0"));

    byte[] kept =
        test.database()
            .inTransaction(
                sql -> {
                  try (var rows =
                      sql.createStatement().executeQuery("select sealed from access_token")) {
                    rows.next();
                    return rows.getBytes(1);
                  }
                });
    assertThat(new String(kept, StandardCharsets.ISO_8859_1))
        .doesNotContain("access-1", "refresh-");
  }

  @Test
  void provesTheClientByAHeaderWhereTheVendorWantsOne() throws Exception {
    SignIn signIn =
        new SignIn(
            "phones",
            URI.create("https://vendor.example/token"),
            OAuth2.Grant.JWT_BEARER,
            "made-up-id",
            "made-up-secret",
            "made-up.jwt.assertion",
            true,
            HOUR,
            Duration.ofMinutes(5));

    hub().current(signIn);

    assertThat(vendor.headers.get(0))
        .containsEntry(
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("made-up-id:made-up-secret".getBytes(StandardCharsets.UTF_8)));
    assertThat(vendor.forms.get(0))
        .isEqualTo(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion", "made-up.jwt.assertion"));
  }

  private AccessTokens hub() {
    return new AccessTokens(test.database(), seal, vendor, () -> now);
  }

  private static SignIn signIn(String refreshToken) {
    return new SignIn(
        "crm",
        URI.create("https://vendor.example/token"),
        OAuth2.Grant.REFRESH_TOKEN,
        "made-up-id",
        "made-up-secret",
        refreshToken,
        false,
        HOUR,
        Duration.ofMinutes(5));
  }
}
