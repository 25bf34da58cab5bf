package dev.patchbay.signin;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Passwords: what they must be, and how they are kept. Few are worked on at once, so that tries to
 * sign in cannot take the processor from webhooks.
 */
final class Passwords {

  /** Characters, at the least. */
  static final int LEAST = 12;

  /** Bytes in UTF-8, at most: what bcrypt takes in. */
  static final int MOST_BYTES = 72;

  /** What one more doubles the time of. */
  static final int COST = 12;

  private static final int AT_ONCE = 2;
  private static final int DISTINCT = 5;

  private final PasswordEncoder encoder;
  private final Semaphore free = new Semaphore(AT_ONCE, true);

  private volatile @Nullable String nobodys;

  /**
   * Kept by bcrypt.
   *
   * @param cost what one more doubles the time of, 10 at the least
   */
  Passwords(int cost) {
    this(
        new DelegatingPasswordEncoder(
            "bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(Math.max(10, cost)))));
  }

  /** By another encoder. */
  Passwords(PasswordEncoder encoder) {
    this.encoder = encoder;
  }

  /** Too many are worked on; the caller may come again. */
  static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException() {
      super("Too many passwords are looked at", null, false, false);
    }
  }

  /** Work that is done on one password at a time. */
  @FunctionalInterface
  interface Work<T> {
    T run();
  }

  /**
   * Waits for its turn.
   *
   * @throws BusyException when it did not come within seconds
   */
  <T> T inTurn(Work<T> work) {
    try {
      if (!free.tryAcquire(5, TimeUnit.SECONDS)) {
        throw new BusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException();
    }
    try {
      return work.run();
    } finally {
      free.release();
    }
  }

  /** A password as it is kept. */
  String encode(String password) {
    return encoder.encode(normal(password));
  }

  /** Whether it is this one; takes as long where there is none. */
  boolean matches(String password, @Nullable String encoded) {
    String normal = normal(password);
    boolean fits = bytes(normal) <= MOST_BYTES;
    String other = nobodys();
    boolean matches =
        encoder.matches(fits ? normal : "too long", encoded == null ? other : encoded);
    return matches && fits && encoded != null;
  }

  /** Whether it should be encoded again, the way of doing it having changed. */
  boolean isOutdated(String encoded) {
    return encoder.upgradeEncoding(encoded);
  }

  /**
   * What is wrong with a password that somebody wants.
   *
   * @param name of whose it would be
   * @return a sentence, or {@code null} when it will do
   */
  static @Nullable String problem(String password, String name, @Nullable String email) {
    String normal = normal(password);
    if (normal.codePointCount(0, normal.length()) < LEAST) {
      return "The password needs at least " + LEAST + " characters: a few words are easy to keep.";
    }
    if (bytes(normal) > MOST_BYTES) {
      return "The password may have at most " + MOST_BYTES + " characters (fewer with accents).";
    }
    if (normal.codePoints().distinct().count() < DISTINCT) {
      return "The password repeats too few characters: take a few words.";
    }
    String lower = normal.toLowerCase(Locale.ROOT);
    if (holds(lower, name) || email != null && holds(lower, email)) {
      return "The password must not hold your name or address.";
    }
    return isWellKnown(lower) ? "That password is among the first to be guessed." : null;
  }

  /** Compared with where there is no password; made when the first one is looked at. */
  private String nobodys() {
    String made = nobodys;
    if (made == null) {
      made = encoder.encode("nobody has this password");
      nobodys = made;
    }
    return made;
  }

  private static boolean holds(String lower, String name) {
    String plain = normal(name).toLowerCase(Locale.ROOT);
    return plain.length() >= 3 && (lower.contains(plain) || lower.contains(plain.replace(" ", "")));
  }

  private static boolean isWellKnown(String lower) {
    String letters = lower.replaceAll("[^\\p{L}\\p{N}]", "");
    for (String known :
        new String[] {
          "password",
          "passwort",
          "qwertyuiop",
          "qwertzuiop",
          "asdfghjkl",
          "letmein",
          "welcome",
          "patchbay",
          "iloveyou",
          "administrator",
          "0123456789",
          "1234567890",
          "123456789",
          "9876543210",
          "abcdefghij"
        }) {
      if (letters.contains(known) && letters.length() - known.length() < 8) {
        return true;
      }
    }
    return false;
  }

  /** The same on every keyboard. */
  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
