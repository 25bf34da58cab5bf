package dev.patchbay.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.Entries;
import dev.patchbay.connector.Signature.KeyFormat;
import dev.patchbay.inbox.Verdict.Result;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signatures with key pairs: what published vectors and other keys, bits and times make of them.
 */
class PublicKeySignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** RFC 7515, appendix A.2. */
  private static final String RFC_RSA_KEY =
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJjNiuSfb4p4fAk"
          + "d/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL+yRT+SFd2lZ"
          + "S+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5re"
          + "xMdbBYUsLA9e+KXBdQOS+UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT"
          + "6/I5IhlJH7aGhyxXFvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRW"
          + "yuXpoQIDAQAB";

  /** RFC 7515, appendix A.2. */
  private static final String RFC_RSA_SIGNATURE =
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB//dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh+0Q"
          + "c/lF5YKt/O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB++f/nZLgrnbyTy"
          + "WzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB/eSN9383LcOLn6/dO++xi12jzDwu"
          + "sC+eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5A"
          + "XLIhWkWywlVmtVrBp0igcN/IoypGlUPQGe77Rw==";

  private static final String P384_KEY =
      "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEu6iVYfI0Zi4rIXm8LTeYJlF5/GBBGw07iAMnhjxvKKye"
          + "uPEEe8SuS2V7W7xZa5xW9kAEpWshsphFPTOrgsebRoUQ7Gv97nW3MOGqPrcEz4c0fJAmS/F6xg1m"
          + "wz1dzh6v";
  private static final String KOBLITZ_KEY =
      "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEKkbAq49NklXhgFfvcIhD6paWsHJS9FzLXb1+hLWqvf1k"
          + "xZ5Hhl8+Zva0q89Ya1UfD6JVQTA2FGRVjiRVGFHgAw==";
  private static final String P256_PRIVATE_KEY =
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCmSvtp81f9VmttSmF9JHVhZNOcZZ"
          + "XZ5h6xqwc1jHtquhRANCAAR/+fGFBY3oI6CreaI5sY12Ki57AQ94ePQqd8s5sKTZ7Hr0BoTTEj6w"
          + "I7XJku5Hy0R7Ciixo/B3it0p/nHAvO01";
  private static final String SHORT_RSA_KEY =
      "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDZYquYuubneWqB/9BQVqALM19QlO8jdt/bFlnj"
          + "TkTDH2tqrn3tk+TEeXRlQME8ocQFagEfir1/cP21etvGbghzeaQcf1ISipsCGsRVxu7g8M7yUSsB"
          + "7Z6iwm6+27fPZBxYWUcy2Ul2SpXVTrkzElki4qHbGzkGwWwTqwVDKdO+LQIDAQAB";

  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void agreesWithTheVectorsOfTheEd25519Standard(String key, String message, String signature) {
    Signature spec = plain(Signature.ED25519, KeyFormat.HEX, "hex", "{body}");
    byte[] body = HexFormat.of().parseHex(message);
    assertThat(verify(spec, key, request(body, Map.of("x-signature", signature)), NOW).result())
        .isEqualTo(Result.VALID);
    byte[] longer = java.util.Arrays.copyOf(body, body.length + 1);
    assertThat(verify(spec, key, request(longer, Map.of("x-signature", signature)), NOW).kind())
        .isEqualTo("signature.mismatch");
  }

  @Test
  void agreesWithTheVectorOfStandardWebhooks() {
    Signature spec = standard();
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    Instant at = Instant.ofEpochSecond(1_614_265_330);
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
    Map<String, String> made =
        SignatureMaker.sign(
                spec,
                Map.of("key", "whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="),
                request(body, headers),
                at)
            .headers();
    assertThat(made.get("webhook-signature"))
        .isEqualTo(
            "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==");
    headers.putAll(made);
    for (String key :
        List.of(
            "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=",
            "ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=")) {
      assertThat(verify(spec, key, request(body, headers), at).result()).isEqualTo(Result.VALID);
    }
    headers.put("webhook-signature", "v1,bm90aGluZw== v1a,AAAA " + made.get("webhook-signature"));
    assertThat(
            verify(
                    spec,
                    "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=",
                    request(body, headers),
                    at)
                .result())
        .isEqualTo(Result.VALID);
  }

  /** The key, body and signature that SendGrid's own open libraries are tested with. */
  @Test
  void agreesWithThePublishedVectorOfSendGrid() {
    Signature spec = timed(Signature.ECDSA_P256);
    String key =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3G"
            + "Rqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    byte[] body =
        ("[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\","
                + "\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\","
                + "\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\","
                + "\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\","
                + "\"timestamp\":1600112492}]\r\n")
            .getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "x-timestamp",
            "1600112502",
            "x-signature",
            "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=");
    Instant at = Instant.ofEpochSecond(1_600_112_502);

    assertThat(verify(spec, key, request(body, headers), at).result()).isEqualTo(Result.VALID);
    Verdict late = verify(spec, key, request(body, headers), at.plusSeconds(301));
    assertThat(late.kind()).isEqualTo("signature.timestamp-skew");
    assertThat(late.skew()).isEqualTo(Duration.ofSeconds(301));
    byte[] trimmed = java.util.Arrays.copyOf(body, body.length - 2);
    assertThat(verify(spec, key, request(trimmed, headers), at).kind())
        .isEqualTo("signature.mismatch");
  }

  @Test
  void agreesWithTheVectorOfRfc7515() {
    Signature spec = plain(Signature.RSA, KeyFormat.BASE64, "base64", "{body}");
    byte[] body =
        ("eyJhbGciOiJSUzI1NiJ9."
                + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ")
            .getBytes(StandardCharsets.US_ASCII);
    Map<String, String> headers = Map.of("x-signature", RFC_RSA_SIGNATURE);
    assertThat(verify(spec, RFC_RSA_KEY, request(body, headers), NOW).result())
        .isEqualTo(Result.VALID);
    body[3] ^= 1;
    assertThat(verify(spec, RFC_RSA_KEY, request(body, headers), NOW).kind())
        .isEqualTo("signature.mismatch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-p256-sha256", "rsa-sha256"})
  void admitsWhatWasSignedAndRefusesOtherKeysBitsAndTimes(String algorithm) throws Exception {
    Signature spec = timed(algorithm);
    KeyPair ours = pair(algorithm);
    KeyPair others = pair(algorithm);
    byte[] body = "{\"name\":\"Ana\"}".getBytes(StandardCharsets.UTF_8);
    SignedRequest signed = signed(spec, text(ours.getPrivate().getEncoded()), body);
    String key = text(ours.getPublic().getEncoded());
    String other = text(others.getPublic().getEncoded());

    assertThat(verify(spec, key, signed, NOW).result()).isEqualTo(Result.VALID);
    assertThat(verify(spec, pem(ours.getPublic().getEncoded()), signed, NOW).result())
        .isEqualTo(Result.VALID);
    assertThat(verify(spec, other, signed, NOW).kind()).isEqualTo("signature.mismatch");
    Verdict rotated =
        new SignatureVerifier(() -> NOW).verify(spec, Map.of("key", other, "next", key), signed);
    assertThat(rotated.key()).isEqualTo("next");
    for (int seconds : new int[] {300, -300}) {
      assertThat(verify(spec, key, signed, NOW.plusSeconds(seconds)).admits()).isTrue();
    }
    for (int seconds : new int[] {301, -301, 86_400}) {
      assertThat(verify(spec, key, signed, NOW.plusSeconds(seconds)).kind())
          .isEqualTo("signature.timestamp-skew");
    }
    Random random = new Random(20261123);
    for (int i = 0; i < 200; i++) {
      SignedRequest flipped = flip(signed, random);
      assertThat(verify(spec, key, flipped, NOW).admits()).as("%s", flipped.headers()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-p256-sha256", "rsa-sha256"})
  void refusesWhatIsNoSignatureAndNeverFails(String algorithm) throws Exception {
    Signature spec = plain(algorithm, KeyFormat.BASE64, "base64", "{body}");
    String key = text(pair(algorithm).getPublic().getEncoded());
    byte[] body = "x".getBytes(StandardCharsets.UTF_8);
    assertThat(verify(spec, key, request(body, Map.of()), NOW).kind())
        .isEqualTo("signature.missing");
    assertThat(verify(spec, key, request(body, Map.of("x-signature", " ")), NOW).kind())
        .isEqualTo("signature.missing");
    List<String> malformed =
        List.of("!", "not base64", "AAA", "A===", "\u0000", "\u00e4", "A".repeat(100_000));
    for (String signature : malformed) {
      assertThat(verify(spec, key, request(body, Map.of("x-signature", signature)), NOW).kind())
          .isEqualTo("signature.malformed");
    }
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[1 + random.nextInt(i % 2 == 0 ? 90 : 600)];
      random.nextBytes(noise);
      if (i % 3 == 0) {
        noise[0] = 0x30;
        noise[noise.length - 1] = 0;
      }
      assertThat(verify(spec, key, request(body, Map.of("x-signature", text(noise))), NOW).kind())
          .isEqualTo("signature.mismatch");
    }
    for (byte same : new byte[] {0, 1, (byte) 0xff}) {
      byte[] flat = new byte[64];
      java.util.Arrays.fill(flat, same);
      assertThat(verify(spec, key, request(body, Map.of("x-signature", text(flat))), NOW).admits())
          .isFalse();
    }
  }

  @Test
  void looksAtFewSignaturesOfAHeaderOnly() {
    Signature spec = standard();
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new HashMap<>(Map.of("webhook-id", "message-1"));
    headers.putAll(
        SignatureMaker.sign(
                spec,
                Map.of("key", "whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="),
                request(body, headers),
                NOW)
            .headers());
    headers.put("webhook-signature", "v1a,AAAA ".repeat(4) + headers.get("webhook-signature"));
    assertThat(
            verify(
                    spec,
                    "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=",
                    request(body, headers),
                    NOW)
                .kind())
        .isEqualTo("signature.mismatch");
  }

  @Test
  void findsABadKeyAmongSeveralThatAParameterNames() {
    Signature spec =
        new Signature(
            Signature.Scheme.HMAC,
            new Locator(Locator.In.HEADER, "x-signature"),
            List.of("keys"),
            "sha256",
            KeyFormat.HEX,
            "hex",
            "",
            new Signature.Entries(";", "=", "v1", null, "id", ""),
            "{body}",
            null,
            null,
            "s",
            Duration.ZERO);

    assertThat(SigningKeys.toVerify(spec, "one:c0ffee two:0badf00d")).isEmpty();
    assertThat(SigningKeys.toVerify(spec, "one:c0ffee two:coffee"))
        .map(SigningKeys.Problem::why)
        .contains("it is no hex");
  }

  @Test
  void saysWhatIsWrongWithAKeyAndNeverQuotesIt() {
    Signature ed = plain(Signature.ED25519, KeyFormat.BASE64, "base64", "{body}");
    Signature hex = plain(Signature.ED25519, KeyFormat.HEX, "hex", "{body}");
    Signature pem = plain(Signature.ED25519, KeyFormat.PEM, "hex", "{body}");
    Signature ec = plain(Signature.ECDSA_P256, KeyFormat.BASE64, "base64", "{body}");
    Signature rsa = plain(Signature.RSA, KeyFormat.BASE64, "base64", "{body}");
    assertThat(why(ed, "not base64!")).isEqualTo("it is no base64");
    assertThat(why(hex, "xyz")).isEqualTo("it is no hex");
    assertThat(why(pem, "xyz")).isEqualTo("it is no PEM text");
    assertThat(why(standard(), "whpk_AAAA")).isEqualTo("it has 3 bytes instead of 32");
    assertThat(why(standard(), "whsk_iIY22T6Kmj6cN1ZzW292KhqLT38XMGG4OjSqmYrDbQ4="))
        .isEqualTo("it is a secret: it begins with whsk");
    assertThat(why(standard(), "whsec_AAAA")).isEqualTo("it is a secret: it begins with whsec");
    assertThat(why(ec, P384_KEY)).isEqualTo("it is of another curve");
    assertThat(why(ec, KOBLITZ_KEY))
        .isIn("it is of another curve", "what it encodes is no such key");
    assertThat(why(ec, P256_PRIVATE_KEY)).isEqualTo("it is a private key");
    assertThat(why(ec, RFC_RSA_KEY)).isEqualTo("what it encodes is no such key");
    assertThat(why(ec, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"))
        .endsWith("it is a private key");
    assertThat(why(rsa, SHORT_RSA_KEY)).startsWith("it has 1024 bits");
    assertThat(why(ed, "")).isEqualTo("what it encodes is no such key");
    List<String> problems = new ArrayList<>();
    byte[] point =
        HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    for (int first = 0; first < 64; first++) {
      point[0] = (byte) first;
      SigningKeys.toVerify(hex, HexFormat.of().formatHex(point))
          .ifPresent(problem -> problems.add(problem.why()));
    }
    assertThat(problems)
        .as("about half of all texts of the right length are no point of the curve")
        .hasSizeBetween(16, 48)
        .containsOnly("it is no point of the curve: a character may be wrong");
    assertThat(SigningKeys.toVerify(ec, P256_PRIVATE_KEY).orElseThrow().remedy())
        .isEqualTo(
            "Write the ECDSA P-256 public key in base64, as it stands between the first and last line of"
                + " a PEM file. A private key does not belong here: where one was written, make a new pair.");
    assertThat(SigningKeys.toSign(ec, P256_PRIVATE_KEY)).isEmpty();
    assertThat(SigningKeys.toSign(rsa, P256_PRIVATE_KEY)).isPresent();
    assertThat(
            verify(
                ed,
                "not base64!",
                request(new byte[1], Map.of("x-signature", text(new byte[64]))),
                NOW))
        .extracting(Verdict::kind, Verdict::isOurFault)
        .containsExactly("signature.key-malformed", true);
  }

  private static String why(Signature spec, String key) {
    SigningKeys.Problem problem = SigningKeys.toVerify(spec, key).orElseThrow();
    if (key.length() > 8) {
      assertThat(problem.toString()).doesNotContain(key);
    }
    return problem.why();
  }

  private static Signature standard() {
    return spec(
        Signature.ED25519,
        KeyFormat.WHPK,
        "base64",
        new Entries(" ", ",", "v1a", null),
        "{id}.{timestamp}.{body}",
        "webhook-id",
        "webhook-timestamp",
        FIVE_MINUTES);
  }

  /** Signed over the time and the body. */
  private static Signature timed(String algorithm) {
    return spec(
        algorithm,
        KeyFormat.BASE64,
        "base64",
        null,
        "{timestamp}{body}",
        null,
        "x-timestamp",
        FIVE_MINUTES);
  }

  private static Signature plain(
      String algorithm, KeyFormat format, String encoding, String signed) {
    return spec(algorithm, format, encoding, null, signed, null, null, Duration.ZERO);
  }

  private static Signature spec(
      String algorithm,
      KeyFormat format,
      String encoding,
      @Nullable Entries entries,
      String signed,
      @Nullable String id,
      @Nullable String timestamp,
      Duration tolerance) {
    return new Signature(
        Signature.Scheme.PUBLIC_KEY,
        header(id == null ? "x-signature" : "webhook-signature"),
        List.of("key", "next"),
        algorithm,
        format,
        encoding,
        "",
        entries,
        signed,
        id == null ? null : header(id),
        timestamp == null ? null : header(timestamp),
        "s",
        tolerance);
  }

  private static Locator header(String name) {
    return new Locator(Locator.In.HEADER, name);
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator maker =
        KeyPairGenerator.getInstance(
            switch (algorithm) {
              case Signature.ED25519 -> "Ed25519";
              case Signature.ECDSA_P256 -> "EC";
              default -> "RSA";
            });
    if (algorithm.equals(Signature.ECDSA_P256)) {
      maker.initialize(new ECGenParameterSpec("secp256r1"));
    } else if (algorithm.equals(Signature.RSA)) {
      maker.initialize(2048);
    }
    return maker.generateKeyPair();
  }

  private static SignedRequest signed(Signature spec, String privateKey, byte[] body) {
    SignedRequest bare = request(body, Map.of());
    return request(body, SignatureMaker.sign(spec, Map.of("key", privateKey), bare, NOW).headers());
  }

  /** One bit of something signed: body, time or the signature itself. */
  private static SignedRequest flip(SignedRequest from, Random random) {
    Map<String, String> headers = new HashMap<>(from.headers());
    byte[] body = from.body().clone();
    switch (random.nextInt(3)) {
      case 0 -> body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> headers.compute("x-timestamp", (name, value) -> flip(value, random));
      default -> headers.compute("x-signature", (name, value) -> flip(value, random));
    }
    return request(body, headers);
  }

  private static String flip(@Nullable String text, Random random) {
    byte[] bytes = String.valueOf(text).getBytes(StandardCharsets.ISO_8859_1);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String pem(byte[] bytes) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static SignedRequest request(byte[] body, Map<String, String> headers) {
    return new SignedRequest("POST", "https://hooks.example.com/hooks/a", headers, body);
  }

  private static Verdict verify(Signature spec, String key, SignedRequest request, Instant now) {
    return new SignatureVerifier(() -> now).verify(spec, Map.of("key", key), request);
  }
}
