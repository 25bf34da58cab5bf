package dev.patchbay.inbox;

import dev.patchbay.connector.Signature;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys of key pairs, signs with the private and checks with the public one. */
final class KeyPairs {

  private static final int ED25519_BYTES = 32;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int P256_BITS = 256;
  private static final Pattern PEM =
      Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ([A-Z0-9 ]+)-----\\s*");
  private static final byte[] ED25519_PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] ED25519_PRIVATE =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final BigInteger ED25519_PRIME =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ED25519_D =
      BigInteger.valueOf(-121665)
          .multiply(BigInteger.valueOf(121666).modInverse(ED25519_PRIME))
          .mod(ED25519_PRIME);
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private KeyPairs() {}

  /**
   * A vendor's public key.
   *
   * @throws MalformedKeyException when the text is not one
   */
  static PublicKey publicKey(Signature spec, String text) {
    byte[] bytes = bytes(spec, text, "whpk_", "PUBLIC KEY");
    if (isEd25519(spec) && bytes.length == ED25519_BYTES) {
      bytes = joined(ED25519_PUBLIC, bytes);
    }
    try {
      return checked(spec, factory(spec).generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      if (e instanceof MalformedKeyException malformed) {
        throw malformed;
      }
      if (isPrivate(spec, bytes)) {
        throw new MalformedKeyException("it is a private key");
      }
      throw new MalformedKeyException("what it encodes is no such key");
    }
  }

  /**
   * A private key of ours.
   *
   * @throws MalformedKeyException when the text is not one
   */
  static PrivateKey privateKey(Signature spec, String text) {
    byte[] bytes = bytes(spec, text, "whsk_", "PRIVATE KEY");
    if (isEd25519(spec) && (bytes.length == ED25519_BYTES || bytes.length == 2 * ED25519_BYTES)) {
      // Some write the public key behind the private one.
      bytes = joined(ED25519_PRIVATE, java.util.Arrays.copyOf(bytes, ED25519_BYTES));
    }
    try {
      return checked(spec, factory(spec).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      throw new MalformedKeyException("what it encodes is no such key");
    }
  }

  /** Whether {@code signature} was made of {@code content} with the other half of {@code key}. */
  static boolean verifies(Signature spec, PublicKey key, byte[] content, byte[] signature) {
    try {
      java.security.Signature check = engine(spec);
      check.initVerify(key);
      check.update(content);
      return check.verify(signature);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Such as no DER, the wrong length, or no point of the curve.
      return false;
    }
  }

  static byte[] sign(Signature spec, PrivateKey key, byte[] content) {
    try {
      java.security.Signature pen = engine(spec);
      pen.initSign(key);
      pen.update(content);
      return pen.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Signing by %s".formatted(spec.algorithm()), e);
    }
  }

  /** How people call an algorithm's keys. */
  static String name(Signature spec) {
    return switch (spec.algorithm()) {
      case Signature.ED25519 -> "Ed25519";
      case Signature.ECDSA_P256 -> "ECDSA P-256";
      default -> "RSA";
    };
  }

  private static java.security.Signature engine(Signature spec) throws GeneralSecurityException {
    return java.security.Signature.getInstance(
        switch (spec.algorithm()) {
          case Signature.ED25519 -> "Ed25519";
          case Signature.ECDSA_P256 -> "SHA256withECDSA";
          default -> "SHA256withRSA";
        });
  }

  private static KeyFactory factory(Signature spec) throws GeneralSecurityException {
    return KeyFactory.getInstance(
        switch (spec.algorithm()) {
          case Signature.ED25519 -> "Ed25519";
          case Signature.ECDSA_P256 -> "EC";
          default -> "RSA";
        });
  }

  private static boolean isEd25519(Signature spec) {
    return spec.algorithm().equals(Signature.ED25519);
  }

  private static boolean isPrivate(Signature spec, byte[] bytes) {
    try {
      factory(spec).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static <T extends Key> T checked(Signature spec, T key) {
    if (key instanceof ECKey curve
        && (curve.getParams().getCurve().getField().getFieldSize() != P256_BITS
            || !curve.getParams().getOrder().equals(P256_ORDER))) {
      throw new MalformedKeyException("it is of another curve");
    }
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new MalformedKeyException(
          "it has %d bits, and less than %d can be forged"
              .formatted(rsa.getModulus().bitLength(), LEAST_RSA_BITS));
    }
    if (key instanceof EdECPublicKey point && !isOnCurve(point.getPoint().getY())) {
      throw new MalformedKeyException("it is no point of the curve: a character may be wrong");
    }
    return key;
  }

  /** Whether there is an x for this y: x² = (y² - 1) / (dy² + 1). */
  private static boolean isOnCurve(BigInteger y) {
    if (y.compareTo(ED25519_PRIME) >= 0) {
      return false;
    }
    BigInteger above = y.multiply(y).mod(ED25519_PRIME);
    BigInteger below = above.multiply(ED25519_D).add(BigInteger.ONE).mod(ED25519_PRIME);
    BigInteger x =
        above.subtract(BigInteger.ONE).multiply(below.modInverse(ED25519_PRIME)).mod(ED25519_PRIME);
    BigInteger half = ED25519_PRIME.subtract(BigInteger.ONE).shiftRight(1);
    return x.signum() == 0 || x.modPow(half, ED25519_PRIME).equals(BigInteger.ONE);
  }

  private static byte[] bytes(Signature spec, String text, String prefix, String label) {
    Matcher pem = PEM.matcher(text);
    if (pem.matches()) {
      if (!pem.group(1).equals(label) || !pem.group(3).equals(label)) {
        throw new MalformedKeyException(
            "its first line is not -----BEGIN " + label + "-----" + hint(pem.group(1)));
      }
      return base64(pem.group(2));
    }
    String key = text.strip();
    return switch (spec.keyFormat()) {
      case PEM -> throw new MalformedKeyException("it is no PEM text");
      case HEX -> hex(key);
      case WHPK -> {
        byte[] bytes = base64(unprefixed(key, prefix));
        if (bytes.length != ED25519_BYTES && !label.startsWith("PRIVATE")) {
          throw new MalformedKeyException(
              "it has %d bytes instead of %d".formatted(bytes.length, ED25519_BYTES));
        }
        yield bytes;
      }
      default -> base64(key);
    };
  }

  private static String hint(String label) {
    return label.contains("PRIVATE") ? ": it is a private key" : "";
  }

  private static String unprefixed(String key, String prefix) {
    if (key.startsWith("whsec_") || (prefix.equals("whpk_") && key.startsWith("whsk_"))) {
      throw new MalformedKeyException("it is a secret: it begins with " + key.split("_", 2)[0]);
    }
    return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder()
          .decode(text.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new MalformedKeyException("it is no base64");
    }
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedKeyException("it is no hex");
    }
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
