package dev.patchbay.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is the vendor's own.
 *
 * @param kind why it is not: {@code signature.missing}, {@code signature.malformed}, {@code
 *     signature.mismatch}, {@code signature.timestamp-missing}, {@code
 *     signature.timestamp-malformed}, {@code signature.timestamp-skew}, or, where the stack is at
 *     fault, {@code signature.key-missing}, {@code signature.key-malformed}; {@code null} when it
 *     is
 * @param key name of the parameter whose key fitted, or {@code null}
 * @param skew our time minus the signed time, or {@code null} where no time is signed
 */
public record Verdict(
    Result result, @Nullable String kind, @Nullable String key, @Nullable Duration skew) {

  /** What came out. */
  public enum Result {
    VALID,
    INVALID,
    /** Nothing is signed, as the stack allows. */
    UNCHECKED
  }

  static final Verdict UNCHECKED = new Verdict(Result.UNCHECKED, null, null, null);

  static Verdict invalid(String kind) {
    return new Verdict(Result.INVALID, kind, null, null);
  }

  /** Whether the request may come in. */
  public boolean admits() {
    return result != Result.INVALID;
  }

  /** Whether no request can come in before the stack is mended. */
  public boolean isOurFault() {
    return kind != null && kind.startsWith("signature.key-");
  }
}
