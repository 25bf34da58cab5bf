package dev.patchbay.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * A script that sites include from a connection's address, and what lets their pages post back to
 * it: any page may, since the door reads no cookie and its answer tells nothing but a message's id.
 */
final class SiteScript {

  private static final String CACHE = "public, max-age=3600";
  private static final String DAY_SECONDS = "86400";
  private static final Pattern GZIP =
      Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))");
  private static final int LONGEST_ORIGIN = 300;

  private final byte[] bytes;
  private final byte[] zipped;
  private final String tag;

  SiteScript(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.zipped = zip(bytes);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    this.tag = "\"%08x-%d\"".formatted(sum.getValue(), bytes.length);
  }

  /** The script, or nothing when the browser has it already. */
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", CACHE);
    response.setHeader("ETag", tag);
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    String known = request.getHeader("If-None-Match");
    if (known != null && known.contains(tag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType("text/javascript;charset=utf-8");
    response.addHeader("Vary", "Accept-Encoding");
    String accepted = request.getHeader("Accept-Encoding");
    boolean zip = accepted != null && GZIP.matcher(accepted).find();
    if (zip) {
      response.setHeader("Content-Encoding", "gzip");
    }
    byte[] body = zip ? zipped : bytes;
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static byte[] zip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return zipped.toByteArray();
  }

  /** Browsers send beacons with credentials, and then they want the page's own origin named. */
  void allowOrigin(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin != null && origin.length() <= LONGEST_ORIGIN) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  /** What a page may send: JSON, where it does not come as plain text. */
  void preflight(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", "POST, GET, HEAD");
    response.setHeader("Access-Control-Allow-Headers", "content-type");
    response.setHeader("Access-Control-Max-Age", DAY_SECONDS);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
