package dev.patchbay.inbox;

import dev.patchbay.connector.Signature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The live keys of a connection, and what they make of bytes. */
final class SignatureKeys {

  private static final String WHSEC = "whsec_";

  private SignatureKeys() {}

  /**
   * The keys that have a value, by parameter name, in the order to try. Where a request names its
   * key, a parameter holds {@code name:key} of each, with white space between.
   */
  static Map<String, String> live(Signature spec, Map<String, String> values) {
    Map<String, String> live = new LinkedHashMap<>();
    for (String name : spec.keys()) {
      String value = values.get(name);
      if (value != null && !value.isEmpty()) {
        live.putAll(of(spec, name, value));
      }
    }
    return live;
  }

  /** The keys that one parameter holds. */
  static Map<String, String> of(Signature spec, String parameter, String value) {
    return isNamed(spec) ? named(parameter, value) : Map.of(parameter, value);
  }

  /** Those of the live keys that a request names; all, where requests name none. */
  static Map<String, String> called(
      Signature spec, Map<String, String> live, @Nullable String name) {
    if (!isNamed(spec)) {
      return live;
    }
    Map<String, String> called = new LinkedHashMap<>();
    live.forEach(
        (key, value) -> {
          if (name(key).equals(name)) {
            called.put(key, value);
          }
        });
    return called;
  }

  /** The name of a live key, without the parameter's. */
  static String name(String live) {
    return live.substring(live.indexOf(':') + 1);
  }

  private static boolean isNamed(Signature spec) {
    return spec.entries() != null && spec.entries().key() != null;
  }

  private static Map<String, String> named(String parameter, String value) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String word : value.strip().split("\\s+", -1)) {
      int colon = word.indexOf(':');
      if (colon > 0 && colon < word.length() - 1) {
        named.put(parameter + ':' + word.substring(0, colon), word.substring(colon + 1));
      }
    }
    return named;
  }

  /**
   * A keyed hash, ready for bytes.
   *
   * @throws IllegalArgumentException when the key's text is not of the declared format
   */
  static Mac mac(Signature spec, String key) {
    byte[] bytes =
        switch (spec.keyFormat()) {
          case TEXT -> key.getBytes(StandardCharsets.UTF_8);
          case BASE64 -> Base64.getDecoder().decode(key.strip());
          case HEX -> HexFormat.of().parseHex(key.strip());
          case WHSEC ->
              Base64.getDecoder()
                  .decode(key.startsWith(WHSEC) ? key.substring(WHSEC.length()) : key);
          case PEM, WHPK -> throw new IllegalArgumentException("A key of a pair keys no hash");
        };
    String name = "Hmac" + spec.algorithm().toUpperCase(Locale.ROOT);
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(bytes, name));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("No such keyed hash: " + name, e);
    }
  }

  /** The bytes of a written signature; {@code null} when it is not written as the sheet says. */
  static byte @Nullable [] decode(Signature spec, String written) {
    try {
      byte[] bytes =
          spec.encoding().equals("base64")
              ? Base64.getDecoder().decode(written)
              : HexFormat.of().parseHex(written);
      // One signature has one written form, down to the unused bits of its last character.
      return encode(spec, bytes).equals(written) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A signature as it is written in a request. */
  static String encode(Signature spec, byte[] hash) {
    return spec.encoding().equals("base64")
        ? Base64.getEncoder().encodeToString(hash)
        : HexFormat.of().formatHex(hash);
  }
}
