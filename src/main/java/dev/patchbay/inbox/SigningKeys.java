package dev.patchbay.inbox;

import dev.patchbay.connector.Signature;
import java.util.Optional;

/** Tells of a key, before the first message comes, that it cannot be one. */
public final class SigningKeys {

  /**
   * What is wrong with a key.
   *
   * @param why such as "it is no base64"; never holds the key
   * @param remedy what to write in its place
   */
  public record Problem(String why, String remedy) {}

  private SigningKeys() {}

  /** What is wrong with a parameter that messages are checked with; empty when it can be used. */
  public static Optional<Problem> toVerify(Signature spec, String value) {
    return problemOf(spec, value, true);
  }

  /** What is wrong with a parameter that requests are signed with; empty when it can be used. */
  public static Optional<Problem> toSign(Signature spec, String value) {
    return problemOf(spec, value, false);
  }

  private static Optional<Problem> problemOf(Signature spec, String value, boolean verify) {
    return SignatureKeys.of(spec, "", value).values().stream()
        .flatMap(key -> problem(spec, key, verify).stream())
        .findFirst();
  }

  private static Optional<Problem> problem(Signature spec, String key, boolean verify) {
    try {
      switch (spec.scheme()) {
        case HMAC, JWT -> SignatureKeys.mac(spec, key);
        case PUBLIC_KEY -> {
          if (verify) {
            KeyPairs.publicKey(spec, key);
          } else {
            KeyPairs.privateKey(spec, key);
          }
        }
        case TOKEN, NONE -> {}
      }
      return Optional.empty();
    } catch (MalformedKeyException e) {
      return Optional.of(new Problem(String.valueOf(e.getMessage()), pairRemedy(spec, verify)));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Problem(
              "it is no " + (spec.keyFormat() == Signature.KeyFormat.HEX ? "hex" : "base64"),
              "Copy the whole key anew from the vendor's page."));
    }
  }

  private static String pairRemedy(Signature spec, boolean verify) {
    String half = verify ? "public" : "private";
    String how =
        switch (spec.keyFormat()) {
          case HEX -> "in hex";
          case PEM ->
              "as PEM, from -----BEGIN %s KEY----- on"
                  .formatted(half.toUpperCase(java.util.Locale.ROOT));
          case WHPK -> "in base64 after " + (verify ? "whpk_" : "whsk_");
          default -> "in base64, as it stands between the first and last line of a PEM file";
        };
    return "Write the %s %s key %s.%s"
        .formatted(
            KeyPairs.name(spec),
            half,
            how,
            verify
                ? " A private key does not belong here: where one was written, make a new pair."
                : "");
  }
}
