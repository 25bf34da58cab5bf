package dev.patchbay.access;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes texts that nobody can guess. */
final class SecretCode {

  private static final int BYTES = 32;

  private SecretCode() {}

  /** 256 bits of chance, as letters, digits, {@code -} and {@code _}. */
  static String of(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
