package dev.patchbay.inbox;

import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.mapping.JsonWebToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Tells whether a request is the vendor's own, by the words of the connector's sheet. */
public final class SignatureVerifier {

  private static final int MOST_OF_PAIRS = 4;
  private static final int LONGEST_OF_PAIRS = 2_048;

  private final InstantSource clock;

  /** Signed times are held against this clock. */
  public SignatureVerifier(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Checks a request.
   *
   * @param values the connection's parameters, secrets among them
   */
  public Verdict verify(Signature spec, Map<String, String> values, SignedRequest request) {
    if (spec.scheme() == Signature.Scheme.NONE) {
      return Verdict.UNCHECKED;
    }
    Map<String, String> keys = SignatureKeys.live(spec, values);
    if (keys.isEmpty()) {
      return Verdict.invalid("signature.key-missing");
    }
    if (spec.scheme() == Signature.Scheme.JWT) {
      return jsonWebToken(spec, keys, request);
    }
    Locator at = spec.at();
    if (at == null) {
      return Verdict.invalid("signature.key-missing");
    }
    RequestFields fields = new RequestFields(request.headers(), request.url(), request.body());
    Optional<String> given = fields.find(at);
    if (given.isEmpty()) {
      return Verdict.invalid("signature.missing");
    }
    return spec.scheme() == Signature.Scheme.TOKEN
        ? token(spec, keys, given.get())
        : signature(spec, keys, request, fields, given.get());
  }

  /** The sheet says which keyed hash it is; what the token says of itself does not count. */
  private static Verdict jsonWebToken(
      Signature spec, Map<String, String> keys, SignedRequest request) {
    Optional<JsonWebToken> token =
        JsonWebToken.of(new String(request.body(), StandardCharsets.ISO_8859_1));
    if (token.isEmpty()) {
      return Verdict.invalid("signature.missing");
    }
    byte[] signed = token.get().signed().getBytes(StandardCharsets.US_ASCII);
    try {
      return byKey(
          keys,
          key ->
              same(
                  JsonWebToken.encode(SignatureKeys.mac(spec, key).doFinal(signed)),
                  token.get().signature()));
    } catch (IllegalArgumentException e) {
      return Verdict.invalid("signature.key-malformed");
    }
  }

  private static Verdict token(Signature spec, Map<String, String> keys, String given) {
    int prefix = spec.prefix().length();
    if (!given.regionMatches(true, 0, spec.prefix(), 0, prefix)) {
      return Verdict.invalid("signature.malformed");
    }
    return byKey(keys, key -> same(key, given.substring(prefix)));
  }

  /** By the first key that fits; all are tried, so that the time tells nothing. */
  private static Verdict byKey(Map<String, String> keys, Predicate<String> fits) {
    String fitting = null;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      if (fits.test(key.getValue()) && fitting == null) {
        fitting = key.getKey();
      }
    }
    return fitting == null ? Verdict.invalid("signature.mismatch") : valid(fitting, null);
  }

  private Verdict signature(
      Signature spec,
      Map<String, String> keys,
      SignedRequest request,
      RequestFields fields,
      String given) {
    SignatureHeader header = SignatureHeader.of(spec, given);
    if (header.signatures().isEmpty()) {
      return Verdict.invalid("signature.malformed");
    }
    String time = header.timestamp();
    if (spec.timestamp() != null) {
      time = fields.find(spec.timestamp()).orElse(null);
    }
    boolean timed = spec.signed().contains("{timestamp}") || !spec.tolerance().isZero();
    if (timed && time == null) {
      return Verdict.invalid("signature.timestamp-missing");
    }
    String id = spec.id() == null ? "" : fields.find(spec.id()).orElse("");
    SignedContent content = new SignedContent(spec, request, fields, id, time == null ? "" : time);
    String fitting;
    try {
      Map<String, String> called = SignatureKeys.called(spec, keys, header.key());
      if (spec.scheme() == Signature.Scheme.PUBLIC_KEY) {
        List<byte[]> signatures = decoded(spec, header.signatures());
        if (signatures.isEmpty()) {
          return Verdict.invalid("signature.malformed");
        }
        fitting = fittingPair(spec, called, content, signatures);
      } else {
        fitting = fitting(spec, called, content, header.signatures());
      }
    } catch (IllegalArgumentException e) {
      return Verdict.invalid("signature.key-malformed");
    }
    if (fitting == null || !content.bodyHashHolds()) {
      return Verdict.invalid("signature.mismatch");
    }
    return timed && time != null ? timed(spec, fitting, time) : valid(fitting, null);
  }

  private Verdict timed(Signature spec, String fitting, String time) {
    Duration skew;
    try {
      long number = Long.parseLong(time);
      Instant signed =
          spec.timestampUnit().equals("ms")
              ? Instant.ofEpochMilli(number)
              : Instant.ofEpochSecond(number);
      skew = Duration.between(signed, clock.instant());
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return Verdict.invalid("signature.timestamp-malformed");
    }
    if (!spec.tolerance().isZero() && skew.abs().compareTo(spec.tolerance()) > 0) {
      return new Verdict(Verdict.Result.INVALID, "signature.timestamp-skew", fitting, skew);
    }
    return valid(fitting, skew);
  }

  private static Verdict valid(String key, @Nullable Duration skew) {
    return new Verdict(Verdict.Result.VALID, null, key, skew);
  }

  /** The first key that made one of the signatures; written forms are compared, bit for bit. */
  private static @Nullable String fitting(
      Signature spec, Map<String, String> keys, SignedContent content, List<String> signatures) {
    String fitting = null;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      Mac mac = SignatureKeys.mac(spec, key.getValue());
      for (String url : content.urls()) {
        content.feed(mac::update, url);
        String expected = SignatureKeys.encode(spec, mac.doFinal());
        for (String signature : signatures) {
          if (same(expected, signature) && fitting == null) {
            fitting = key.getKey();
          }
        }
      }
    }
    return fitting;
  }

  /** The first public key whose other half made one of the signatures. */
  private static @Nullable String fittingPair(
      Signature spec, Map<String, String> keys, SignedContent content, List<byte[]> signatures) {
    List<byte[]> contents = content.urls().stream().map(content::bytes).toList();
    for (Map.Entry<String, String> key : keys.entrySet()) {
      PublicKey half = KeyPairs.publicKey(spec, key.getValue());
      for (byte[] bytes : contents) {
        for (byte[] signature : signatures) {
          if (KeyPairs.verifies(spec, half, bytes, signature)) {
            return key.getKey();
          }
        }
      }
    }
    return null;
  }

  /** A check with a public key is dear: few signatures are tried, and none that is too long. */
  private static List<byte[]> decoded(Signature spec, List<String> written) {
    List<byte[]> signatures = new ArrayList<>();
    for (String one : written.subList(0, Math.min(written.size(), MOST_OF_PAIRS))) {
      byte[] bytes = one.length() > LONGEST_OF_PAIRS ? null : SignatureKeys.decode(spec, one);
      if (bytes != null) {
        signatures.add(bytes);
      }
    }
    return signatures;
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
