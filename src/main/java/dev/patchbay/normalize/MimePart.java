package dev.patchbay.normalize;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a mail: its headers, and its body within the mail's text.
 *
 * <p>The text has one character per byte (ISO 8859-1), so that places in it are places in the mail.
 *
 * @param headers raw values by lower-case name, unfolded
 */
record MimePart(Map<String, List<String>> headers, String mail, int from, int to) {

  private static final int MAX_HEADER_CHARACTERS = 128 * 1024;
  private static final int MAX_HEADERS = 500;
  private static final int MAX_TEXT_BYTES = 1024 * 1024;
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*([a-z0-9*_-]{1,40})\\s*=\\s*(?:\"([^\"]{0,1000})\"|([^;\\s]{1,1000}))",
          Pattern.CASE_INSENSITIVE);

  /** Reads the headers at {@code from}; the rest up to {@code to} is the body. */
  static MimePart read(String mail, int from, int to) throws UnreadableBodyException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    int count = 0;
    int at = from;
    while (at < to) {
      int end = endOfLine(mail, at, to);
      if (mail.substring(at, end).isBlank()) {
        at = next(end, to);
        break;
      }
      int next = next(end, to);
      while (next < to && (mail.charAt(next) == ' ' || mail.charAt(next) == '\t')) {
        end = endOfLine(mail, next, to);
        next = next(end, to);
        if (end - at > MAX_HEADER_CHARACTERS) {
          throw headersTooLong();
        }
      }
      if (end - from > MAX_HEADER_CHARACTERS || ++count > MAX_HEADERS) {
        throw headersTooLong();
      }
      String line = mail.substring(at, end);
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).replaceAll("\\r?\\n[ \\t]+", " ").strip();
        headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
      at = next;
    }
    return new MimePart(headers, mail, at, to);
  }

  private static int endOfLine(String text, int at, int to) {
    int end = text.indexOf('\n', at);
    return end < 0 || end > to ? to : end;
  }

  private static int next(int end, int to) {
    return Math.min(to, end + 1);
  }

  private static UnreadableBodyException headersTooLong() {
    return MailBody.tooComplex("The headers are longer than " + MAX_HEADER_CHARACTERS + " bytes");
  }

  /** The decoded first value of a header, or {@code null}. */
  @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : decoded(values.get(0));
  }

  /** Type and subtype, lower case. */
  String type() {
    String type = raw("content-type");
    int end = type.indexOf(';');
    String plain = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return plain.isEmpty() ? "text/plain" : plain;
  }

  boolean isAttachment() {
    String disposition = raw("content-disposition").toLowerCase(Locale.ROOT);
    return disposition.startsWith("attachment") || disposition.contains("filename");
  }

  /** A parameter of the content type, or {@code null}. */
  @Nullable String parameter(String name) {
    Matcher parameters = PARAMETER.matcher(raw("content-type"));
    while (parameters.find()) {
      if (parameters.group(1).equalsIgnoreCase(name)) {
        return parameters.group(2) == null ? parameters.group(3) : parameters.group(2);
      }
    }
    return null;
  }

  /** The body as text, at most 1 MiB of it; broken encodings give what can be read. */
  String text() {
    byte[] bytes = content();
    String name = parameter("charset");
    Charset charset = name == null ? null : charset(name);
    return charset == null ? Characters.decode(bytes) : new String(bytes, charset);
  }

  private byte[] content() {
    byte[] raw = mail.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    String encoding = raw("content-transfer-encoding").strip().toLowerCase(Locale.ROOT);
    if (!encoding.equals("base64") && !encoding.equals("quoted-printable")) {
      return raw.length > MAX_TEXT_BYTES ? java.util.Arrays.copyOf(raw, MAX_TEXT_BYTES) : raw;
    }
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = MimeUtility.decode(new ByteArrayInputStream(raw), encoding)) {
      for (int n = in.read(buffer); n > 0 && decoded.size() < MAX_TEXT_BYTES; n = in.read(buffer)) {
        decoded.write(buffer, 0, n);
      }
    } catch (IOException | MessagingException e) {
      return decoded.size() > 0 ? decoded.toByteArray() : raw;
    }
    return decoded.toByteArray();
  }

  private static @Nullable Charset charset(String name) {
    try {
      Charset charset = Charset.forName(MimeUtility.javaCharset(name.strip()));
      boolean western =
          charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII);
      // Mail that claims these is often more; UTF-8 and Windows Western hold all of both.
      return western || charset.equals(StandardCharsets.UTF_8) ? null : charset;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private String raw(String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.get(0);
  }

  static String decoded(String raw) {
    String text = raw;
    if (raw.chars().anyMatch(c -> c > 127)) {
      text = Characters.decode(raw.getBytes(StandardCharsets.ISO_8859_1));
    }
    try {
      return Characters.storable(MimeUtility.decodeText(text));
    } catch (java.io.UnsupportedEncodingException | RuntimeException e) {
      return Characters.storable(text);
    }
  }
}
