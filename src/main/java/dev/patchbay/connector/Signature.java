package dev.patchbay.connector;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor proves that a message is its own. Words are explained in docs/spec/connector.md.
 *
 * @param scheme HMAC over bytes, a signature with a key pair, a JSON Web Token, a shared token, or
 *     nothing
 * @param at where the signature or token stands; {@code null} for {@link Scheme#NONE} and {@link
 *     Scheme#JWT}
 * @param keys parameters that hold live keys, tried in order; absent ones are skipped
 * @param algorithm {@code sha1}, {@code sha256} or {@code sha512}; for {@link Scheme#PUBLIC_KEY}
 *     one of {@link #ED25519}, {@link #ECDSA_P256} and {@link #RSA}
 * @param keyFormat how the parameter's text becomes key bytes
 * @param encoding {@code base64} or {@code hex}
 * @param prefix text before the signature or token, such as {@code sha256=}; empty when none
 * @param entries how a header with several entries is split, or {@code null} when it is one value
 * @param signed template of the signed bytes: literals with {@code {body}}, {@code {url}}, {@code
 *     {method}}, {@code {id}}, {@code {timestamp}}, {@code {sorted-form}}
 * @param id where {@code {id}} stands, or {@code null}
 * @param timestamp where {@code {timestamp}} stands, or {@code null} when in {@code entries} or
 *     unsigned
 * @param timestampUnit {@code s} or {@code ms}
 * @param tolerance how far the signed time may be from ours, either way; zero when time is not
 *     signed
 */
public record Signature(
    Scheme scheme,
    @Nullable Locator at,
    List<String> keys,
    String algorithm,
    KeyFormat keyFormat,
    String encoding,
    String prefix,
    @Nullable Entries entries,
    String signed,
    @Nullable Locator id,
    @Nullable Locator timestamp,
    String timestampUnit,
    Duration tolerance) {

  /** Ed25519 over the bytes themselves. */
  public static final String ED25519 = "ed25519";

  /** ECDSA on the curve P-256 over SHA-256, the signature in DER. */
  public static final String ECDSA_P256 = "ecdsa-p256-sha256";

  /** RSA with PKCS#1 v1.5 padding over SHA-256. */
  public static final String RSA = "rsa-sha256";

  /** Kinds of proof. */
  public enum Scheme {
    HMAC,
    /** Signed with a private key that only the vendor has; the parameter is the public key. */
    PUBLIC_KEY,
    /** The body is a JSON Web Token, with an HMAC over it by a shared secret. */
    JWT,
    TOKEN,
    NONE
  }

  /** How a parameter's text becomes key bytes. */
  public enum KeyFormat {
    TEXT,
    BASE64,
    HEX,
    /** Standard Webhooks: base64 after {@code whsec_}. */
    WHSEC,
    /** The lines of a PEM file. */
    PEM,
    /** Standard Webhooks: an Ed25519 key in base64 after {@code whpk_}. */
    WHPK
  }

  /**
   * A header such as {@code t=1,v1=abc} (separator {@code ,}, assign {@code =}) or {@code v1,abc
   * v1,def} (separator space, assign {@code ,}). Where entries have no names, {@code assign} is
   * empty and an entry is named by its number after the prefix, from 1 on: {@code
   * v1;1639710054;abc}.
   *
   * @param signature name of the entries that hold signatures
   * @param timestamp name of the entry that holds the time, or {@code null}
   * @param key name of the entry that says which key signed, or {@code null}; a parameter with keys
   *     then holds {@code name:key} of each
   * @param within {@code base64} where the entries stand within one base64 text, else empty
   */
  public record Entries(
      String separator,
      String assign,
      String signature,
      @Nullable String timestamp,
      @Nullable String key,
      String within) {

    /** Entries of a header as it is, whichever key signed. */
    public Entries(String separator, String assign, String signature, @Nullable String timestamp) {
      this(separator, assign, signature, timestamp, null, "");
    }
  }
}
