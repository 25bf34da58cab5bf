package dev.patchbay.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a request comes from.
 *
 * @param address what tries are counted by: an address, or of IPv6 the network it is in
 * @param browser what kind of browser it says it is, in two words
 */
record Visitor(String address, String browser) {

  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * Reads a request.
   *
   * @param proxies whose word is taken beside that of a proxy on this machine
   */
  static Visitor of(HttpServletRequest request, List<String> proxies) {
    String remote = String.valueOf(request.getRemoteAddr());
    String address = remote;
    if (isLoopback(remote) || proxies.contains(remote)) {
      String forwarded = request.getHeader("X-Forwarded-For");
      if (forwarded != null) {
        // The last is what the proxy itself saw; those before it are the client's own words.
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        address = LITERAL.matcher(last).matches() ? last : remote;
      }
    }
    return new Visitor(network(address), browser(request.getHeader("User-Agent")));
  }

  private static boolean isLoopback(String address) {
    return LITERAL.matcher(address).matches() && parsed(address).isLoopbackAddress();
  }

  /** Whoever has one address of IPv6 has the 64 bits below it too. */
  private static String network(String address) {
    if (!LITERAL.matcher(address).matches()) {
      return address;
    }
    InetAddress parsed = parsed(address);
    return parsed instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), 8))
        : parsed.getHostAddress();
  }

  private static InetAddress parsed(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  static String browser(@org.jspecify.annotations.Nullable String agent) {
    String text = agent == null ? "" : agent.toLowerCase(Locale.ROOT);
    return first(
            text,
            "a browser",
            "edg/",
            "Edge",
            "opr/",
            "Opera",
            "firefox/",
            "Firefox",
            "chrom",
            "Chrome",
            "safari/",
            "Safari")
        + " on "
        + first(
            text,
            "an unknown system",
            "android",
            "Android",
            "iphone",
            "iPhone",
            "ipad",
            "iPad",
            "windows",
            "Windows",
            "mac os",
            "macOS",
            "linux",
            "Linux");
  }

  private static String first(String text, String otherwise, String... signs) {
    for (int i = 0; i < signs.length; i += 2) {
      if (text.contains(signs[i])) {
        return signs[i + 1];
      }
    }
    return otherwise;
  }
}
