package dev.patchbay.lead;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses of pages in one form, so that visits, leads and measurements of a page meet. */
public final class PageAddress {

  private static final int LONGEST = 500;

  private PageAddress() {}

  /**
   * Host and path of {@code url}, without scheme, {@code www.}, query and the last slash; {@code
   * null} for none. A query may name people and is never kept.
   */
  public static @Nullable String of(@Nullable String url) {
    if (url == null) {
      return null;
    }
    String text = url.strip();
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      text = text.substring(scheme + 3);
    } else if (text.startsWith("//")) {
      text = text.substring(2);
    }
    int end = text.length();
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '?' || c == '#') {
        end = i;
      }
    }
    text = text.substring(0, end);
    int slash = text.indexOf('/');
    String host = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
    host = host.substring(host.indexOf('@') + 1);
    if (host.startsWith("www.")) {
      host = host.substring(4);
    }
    String path = slash < 0 ? "" : text.substring(slash);
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    String page = host + path;
    return page.isEmpty() ? null : page.length() > LONGEST ? page.substring(0, LONGEST) : page;
  }

  /** The host of a page as {@link #of} gives it. */
  static String host(String page) {
    int slash = page.indexOf('/');
    String host = slash < 0 ? page : page.substring(0, slash);
    int port = host.indexOf(':');
    return port < 0 ? host : host.substring(0, port);
  }
}
