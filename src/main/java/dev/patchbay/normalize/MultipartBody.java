package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.mapping.Urls;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code multipart/form-data}: text fields; of a file only its name. */
final class MultipartBody {

  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern FIRST_LINE = Pattern.compile("^\\s*--([^\\s]{1,70})\\r?\\n");
  private static final Pattern NAME = Pattern.compile("[;\\s]name=(?:\"([^\"]*)\"|([^;\\s]+))");
  private static final Pattern FILE = Pattern.compile("[;\\s]filename=(?:\"([^\"]*)\"|([^;\\s]+))");

  private MultipartBody() {}

  static boolean looksLikeOne(String text) {
    return FIRST_LINE.matcher(text).lookingAt()
        && text.toLowerCase(Locale.ROOT).contains("content-disposition:");
  }

  static JsonNode read(byte[] body, String contentType) throws UnreadableBodyException {
    // Latin-1 keeps one character per byte, so that places in the text are places in the bytes.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String boundary = boundary(text, contentType);
    if (boundary == null) {
      throw new UnreadableBodyException(
          "body.not-multipart",
          "The body is no multipart form.",
          "Check the format in the connector's sheet, and what the sender is set to send.");
    }
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    String mark = "--" + boundary;
    int parts = 0;
    int at = text.indexOf(mark);
    while (at >= 0 && !text.startsWith("--", at + mark.length())) {
      int start = text.indexOf('\n', at + mark.length());
      if (start < 0) {
        break;
      }
      int next = text.indexOf("\n" + mark, start);
      if (++parts > FormBody.MAX_FIELDS) {
        throw FormBody.tooMany();
      }
      readPart(body, text, start + 1, next < 0 ? text.length() : next, form);
      at = next < 0 ? -1 : next + 1;
    }
    return form;
  }

  private static void readPart(byte[] body, String text, int from, int to, ObjectNode form) {
    int headersEnd = from;
    int bodyStart = -1;
    while (headersEnd < to && headersEnd - from < MAX_HEADER_BYTES && bodyStart < 0) {
      int lineEnd = text.indexOf('\n', headersEnd);
      if (lineEnd < 0 || lineEnd >= to) {
        return;
      }
      if (text.substring(headersEnd, lineEnd).isBlank()) {
        bodyStart = lineEnd + 1;
      } else {
        headersEnd = lineEnd + 1;
      }
    }
    if (bodyStart < 0) {
      return;
    }
    String headers = decoded(body, from, headersEnd);
    String name = parameter(NAME, headers);
    if (name == null || name.isEmpty()) {
      return;
    }
    String file = parameter(FILE, headers);
    int end = to > bodyStart && text.charAt(to - 1) == '\r' ? to - 1 : to;
    Urls.add(form, name, file != null ? file : decoded(body, bodyStart, Math.max(bodyStart, end)));
  }

  private static String decoded(byte[] body, int from, int to) {
    return Characters.decode(Arrays.copyOfRange(body, from, to));
  }

  private static @Nullable String boundary(String text, String contentType) {
    Matcher named = BOUNDARY.matcher(contentType);
    if (named.find()) {
      String boundary = named.group(1) == null ? named.group(2) : named.group(1);
      if (text.contains("--" + boundary)) {
        return boundary;
      }
    }
    Matcher first = FIRST_LINE.matcher(text);
    return first.lookingAt() ? first.group(1) : null;
  }

  private static @Nullable String parameter(Pattern pattern, String headers) {
    Matcher matcher = pattern.matcher(headers);
    if (!matcher.find()) {
      return null;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}
