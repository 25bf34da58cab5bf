package dev.patchbay.web;

import dev.patchbay.connector.Locator;
import dev.patchbay.inbox.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the door reads of a request's head. */
final class DoorHeaders {

  private static final int LONGEST_TYPE = 200;

  private DoorHeaders() {}

  /** Every header, lower-case names, first value. */
  static Map<String, String> all(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    Enumeration<String> names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name));
    }
    return headers;
  }

  /** Those that the sheet allows, and no others, cut to a length. */
  static Map<String, String> kept(Map<String, String> headers, List<String> allowed, int longest) {
    Map<String, String> kept = new HashMap<>();
    for (String name : allowed) {
      String value = headers.get(name);
      if (value != null) {
        kept.put(name, cut(value, longest));
      }
    }
    return kept;
  }

  /** As claimed; empty when the sender claims nothing. */
  static String contentType(HttpServletRequest request) {
    String type = request.getHeader("Content-Type");
    return type == null ? "" : cut(type, LONGEST_TYPE);
  }

  /** A query field. */
  static Optional<String> query(RequestFields fields, String name) {
    return fields.find(new Locator(Locator.In.QUERY, name));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
