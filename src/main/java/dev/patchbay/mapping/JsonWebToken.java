package dev.patchbay.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON Web Token in its compact form, as some vendors send their messages. Nothing of it is
 * believed here: who signed it is the door's business.
 *
 * @param signed header and claims as they are written: what the signature covers
 * @param claims the claims' text, which is JSON where the sender made no mistake
 * @param signature in base64url, without padding
 */
public record JsonWebToken(String signed, String claims, String signature) {

  private static final Pattern COMPACT =
      Pattern.compile("(eyJ[A-Za-z0-9_-]*)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** What a text holds, where it is such a token, and white space around it, and nothing else. */
  public static Optional<JsonWebToken> of(String text) {
    Matcher parts = COMPACT.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts.group(2));
      return Optional.of(
          new JsonWebToken(
              parts.group(1) + '.' + parts.group(2),
              new String(claims, StandardCharsets.UTF_8),
              parts.group(3)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is to be signed of a token with these claims. */
  public static String unsigned(String algorithm, byte[] claims) {
    String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
    return encode(header.getBytes(StandardCharsets.UTF_8)) + '.' + encode(claims);
  }

  /** Bytes as a token writes them. */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** Without the claims, which may be about a person. */
  @Override
  public String toString() {
    return "JsonWebToken";
  }
}
