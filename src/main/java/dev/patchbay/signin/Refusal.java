package dev.patchbay.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The short page that tells why a request was not let through; it says nothing of the request. */
final class Refusal {

  private Refusal() {}

  static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String text,
      String remedy)
      throws IOException {
    response.resetBuffer();
    response.setStatus(status);
    String notice =
        "<div class=\"notice bad\" role=\"alert\"><p><strong>%s</strong> %s</p></div>"
            .formatted(text, remedy);
    boolean part = request.getHeader("HX-Request") != null;
    byte[] body =
        (part
                ? notice
                : """
                  <!DOCTYPE html>
                  <html lang="en">
                  <head><meta charset="utf-8"><title>Refused · Patchbay</title>
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark"></head>
                  <body><main><h1>Not let through</h1>%s
                  <p><a href="/app">To the first page</a></p></main></body>
                  </html>
                  """
                    .formatted(notice))
            .getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/html;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
