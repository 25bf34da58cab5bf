package dev.patchbay.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.KeyFormat;
import dev.patchbay.inbox.Verdict.Result;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are JSON Web Tokens: the published vector, what we sign, and what is neither. */
class JsonWebTokenSignatureTest {

  /** RFC 7515, appendix A.1. */
  private static final String RFC_KEY =
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T+1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow==";

  private static final String RFC_SIGNED =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
          + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
          + "Ijp0cnVlfQ";
  private static final String RFC_TOKEN =
      RFC_SIGNED + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CLAIMS = "{\"state\": \"hangup\"}";

  @Test
  void admitsThePublishedToken() {
    assertThat(verify(Schemes.jwt("sha256", KeyFormat.BASE64), RFC_TOKEN, RFC_KEY).result())
        .isEqualTo(Result.VALID);
    assertThat(verify(Schemes.jwt("sha256", KeyFormat.BASE64), RFC_TOKEN + "\n", RFC_KEY).result())
        .isEqualTo(Result.VALID);
  }

  @Test
  void refusesItUnderAnotherKeyOrHash() {
    assertThat(verify(Schemes.jwt("sha256", KeyFormat.TEXT), RFC_TOKEN, "another").kind())
        .isEqualTo("signature.mismatch");
    assertThat(verify(Schemes.jwt("sha512", KeyFormat.BASE64), RFC_TOKEN, RFC_KEY).kind())
        .isEqualTo("signature.mismatch");
    assertThat(verify(Schemes.jwt("sha256", KeyFormat.BASE64), RFC_TOKEN, "no base64!").kind())
        .isEqualTo("signature.key-malformed");
    assertThat(verify(Schemes.jwt("sha256", KeyFormat.TEXT), RFC_TOKEN, "").kind())
        .isEqualTo("signature.key-missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"state\": \"hangup\"}",
        "eyJhbGciOiJub25lIn0.eyJzdGF0ZSI6Imhhbmd1cCJ9.",
        "eyJhbGciOiJub25lIn0.eyJzdGF0ZSI6Imhhbmd1cCJ9",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdGF0ZSI6Imhhbmd1cCJ9.abc=",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdGF0ZSI6Imhhbmd1cCJ9.abc.def",
        ""
      })
  void refusesWhatIsNoSignedToken(String body) {
    assertThat(verify(Schemes.jwt("sha256", KeyFormat.TEXT), body, "made-up-key").kind())
        .isEqualTo("signature.missing");
  }

  @Test
  void admitsWhatItSignedItselfWithTheFirstKeyThatIsThere() {
    Signature spec = Schemes.jwt("sha512", KeyFormat.TEXT);
    byte[] body =
        SignatureMaker.body(
            spec, Map.of("previous", "made-up-key"), CLAIMS.getBytes(StandardCharsets.UTF_8));
    Map<String, String> rotated = Map.of("secret", "the-new-one", "previous", "made-up-key");

    Verdict verdict = new SignatureVerifier(Clock.systemUTC()).verify(spec, rotated, request(body));

    assertThat(verdict.result()).isEqualTo(Result.VALID);
    assertThat(verdict.key()).isEqualTo("previous");
  }

  private static Verdict verify(Signature spec, String body, String key) {
    return new SignatureVerifier(Clock.systemUTC())
        .verify(spec, Map.of("secret", key), request(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static SignedRequest request(byte[] body) {
    return new SignedRequest("POST", "https://hooks.example.com/hooks/phones", Map.of(), body);
  }
}
