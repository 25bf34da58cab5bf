package dev.patchbay.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals texts with AES-256-GCM, bound to the name they belong to. */
public final class Seal {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String FILE = "secrets.key";

  private final SecretKeySpec key;
  private final RandomGenerator random;

  private Seal(byte[] key, RandomGenerator random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /**
   * With a key given as text.
   *
   * @param key 32 bytes in base64
   * @throws IllegalArgumentException when it is not that
   */
  public static Seal withKey(String key, RandomGenerator random) {
    byte[] bytes = Base64.getDecoder().decode(key.strip());
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "The key for secrets has %d bytes; make one by `openssl rand -base64 32`"
              .formatted(bytes.length));
    }
    return new Seal(bytes, random);
  }

  /**
   * With the key in {@code folder}, which is made when it is not there, readable by its owner only.
   *
   * @throws UncheckedIOException when it can be neither read nor written
   */
  public static Seal inFolder(Path folder, RandomGenerator random) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        create(file, Base64.getEncoder().encodeToString(fresh) + "\n");
      }
      return withKey(Files.readString(file, StandardCharsets.US_ASCII), random);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading or making the key file " + file, e);
    }
  }

  private static void create(Path file, String text) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardCharsets.US_ASCII);
      } else {
        Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException madeByAnother) {
      // Read by the caller like any other.
    }
  }

  /** The sealed text; {@link #open} gives it back for the same {@code name} only. */
  public byte[] close(String name, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
  }

  /** The text, or empty when it was sealed with another key or for another name. */
  public Optional<String> open(String name, byte[] sealed) {
    if (sealed.length <= NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), name)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** HMAC-SHA256 of {@code text}, bound to {@code name}: the same text is known again, not read. */
  public byte[] keyedHash(String name, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
