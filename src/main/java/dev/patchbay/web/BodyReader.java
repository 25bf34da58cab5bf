package dev.patchbay.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads raw bodies within bounds of size, time and compression ratio; never as parameters, so that
 * signatures see the bytes that came.
 */
final class BodyReader {

  private static final int BUFFER = 16 * 1024;

  /**
   * A body.
   *
   * @param bytes decoded
   * @param asSent as transferred; the same array where nothing was encoded
   */
  record Body(byte[] bytes, byte[] asSent) {}

  private final int limit;
  private final int ratio;
  private final Duration deadline;

  /**
   * Bounds.
   *
   * @param limit bytes, both as sent and decoded
   * @param ratio decoded bytes for each byte sent
   * @param deadline for the whole body
   */
  BodyReader(int limit, int ratio, Duration deadline) {
    this.limit = limit;
    this.ratio = ratio;
    this.deadline = deadline;
  }

  /** The whole body, decoded. */
  Body read(HttpServletRequest request) throws RefusedException {
    long length = request.getContentLengthLong();
    if (length > limit) {
      throw tooLarge();
    }
    String encoding = encoding(request.getHeader("Content-Encoding"));
    byte[] sent = sent(request, (int) length);
    return new Body(encoding == null ? sent : decode(sent, encoding), sent);
  }

  private byte[] sent(HttpServletRequest request, int length) throws RefusedException {
    long end = System.nanoTime() + deadline.toNanos();
    try {
      InputStream in = request.getInputStream();
      byte[] bytes = new byte[length >= 0 ? Math.min(length, BUFFER) : BUFFER];
      int size = 0;
      while (true) {
        if (size == bytes.length) {
          if (size == length) {
            break;
          }
          if (size > limit) {
            throw tooLarge();
          }
          int next = Math.min(Math.max(2 * size, BUFFER), limit + 1);
          bytes = java.util.Arrays.copyOf(bytes, length >= 0 ? Math.min(next, length) : next);
        }
        int read = in.read(bytes, size, bytes.length - size);
        if (read < 0) {
          break;
        }
        size += read;
        if (size > limit) {
          throw tooLarge();
        }
        if (System.nanoTime() - end > 0) {
          throw tooSlow();
        }
      }
      if (length >= 0 && size < length) {
        throw cutShort();
      }
      return size == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, size);
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    } catch (IOException e) {
      throw cutShort();
    }
  }

  private byte[] decode(byte[] sent, String encoding) throws RefusedException {
    long most = Math.min(limit, Math.max((long) ratio * sent.length, BUFFER));
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(4 * sent.length + 64, limit));
    try (InputStream in = inflate(sent, encoding)) {
      byte[] buffer = new byte[BUFFER];
      int read;
      while ((read = in.read(buffer)) >= 0) {
        if (out.size() + read > most) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new RefusedException(
          400,
          "request.encoding-broken",
          "The body is not what its Content-Encoding says.",
          "Send the body without Content-Encoding.");
    }
    return out.toByteArray();
  }

  private static InputStream inflate(byte[] sent, String encoding) throws IOException {
    InputStream in = new ByteArrayInputStream(sent);
    if (encoding.equals("gzip")) {
      return new GZIPInputStream(in, BUFFER);
    }
    // "deflate" is zlib by its definition, and raw deflate by some senders' habit.
    boolean zlib =
        sent.length > 1 && (sent[0] & 0x0F) == 8 && ((sent[0] << 8) + (sent[1] & 0xFF)) % 31 == 0;
    return new InflaterInputStream(in, new Inflater(!zlib), BUFFER);
  }

  private static @Nullable String encoding(@Nullable String header) throws RefusedException {
    String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity" -> null;
      case "gzip", "x-gzip" -> "gzip";
      case "deflate" -> "deflate";
      default ->
          throw new RefusedException(
              415,
              "request.encoding-unknown",
              "The Content-Encoding is not known here.",
              "Send the body as it is, or with gzip or deflate.");
    };
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        413,
        "request.too-large",
        "The body is larger than %d bytes, or was compressed too hard.".formatted(limit),
        "Send less in one message.");
  }

  private static RefusedException tooSlow() {
    return new RefusedException(
        408, "request.too-slow", "The body did not arrive in time.", "Send it again.");
  }

  private static RefusedException cutShort() {
    return new RefusedException(
        400, "request.cut-short", "The body ended before its time.", "Send it again.");
  }
}
