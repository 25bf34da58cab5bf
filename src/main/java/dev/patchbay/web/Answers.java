package dev.patchbay.web;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the door's short answers. */
final class Answers {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private Answers() {}

  static void json(HttpServletResponse response, int status, String json) throws IOException {
    body(response, status, "application/json", json);
  }

  static void text(HttpServletResponse response, String text) throws IOException {
    body(response, HttpServletResponse.SC_OK, "text/plain;charset=utf-8", text);
  }

  /** {@code {"error": kind, "message": text, "remedy": remedy}}. */
  static String error(String kind, String text, @Nullable String remedy) {
    StringBuilder json = new StringBuilder("{\"error\":").append(quoted(kind));
    json.append(",\"message\":").append(quoted(text));
    if (remedy != null) {
      json.append(",\"remedy\":").append(quoted(remedy));
    }
    return json.append('}').toString();
  }

  static String quoted(String text) {
    return '"' + new String(ENCODER.quoteAsString(text)) + '"';
  }

  private static void body(HttpServletResponse response, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
