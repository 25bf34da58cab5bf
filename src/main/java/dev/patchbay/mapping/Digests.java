package dev.patchbay.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Digests of bytes and of text. */
public final class Digests {

  private Digests() {}

  /** The SHA-256 of bytes, 32 of them. */
  public static byte[] sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }

  /** The SHA-256 of a text's UTF-8 bytes, 32 of them. */
  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Lower-case hex of the digest of the UTF-8 bytes, as ad networks and mail tools want it. */
  static @Nullable String hex(String algorithm, @Nullable String text) {
    return text == null
        ? null
        : HexFormat.of().formatHex(digest(algorithm, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm, e);
    }
  }
}
