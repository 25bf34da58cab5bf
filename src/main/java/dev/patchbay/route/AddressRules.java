package dev.patchbay.route;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which addresses outgoing connections may dial: the public internet, and what the stack allows.
 */
final class AddressRules {

  private static final Pattern NUMERIC =
      Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+)){0,3}\\.?");
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern DOTTED_QUAD =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

  private final Set<String> allowed;

  /** With hosts that may be dialed wherever they are: {@code host} or {@code host:port}. */
  AddressRules(Set<String> allowedHosts) {
    this.allowed =
        allowedHosts.stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the stack allows this host by name. */
  boolean allows(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return allowed.contains(name) || allowed.contains(name + ":" + port);
  }

  /** Whether a host is a number in disguise, such as {@code 2130706433} or {@code 0177.0.0.1}. */
  static boolean isDisguised(String host) {
    return NUMERIC.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches();
  }

  /** Whether an address is on the public internet. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? isPublic4(bytes, 0) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes, int at) {
    int a = bytes[at] & 0xff;
    int b = bytes[at + 1] & 0xff;
    int c = bytes[at + 2] & 0xff;
    boolean special =
        a == 0
            || a == 10
            || a == 127
            || a >= 224
            || (a == 100 && b >= 64 && b < 128)
            || (a == 169 && b == 254)
            || (a == 172 && b >= 16 && b < 32)
            || (a == 192 && b == 168)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 192 && b == 88 && c == 99)
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113);
    return !special;
  }

  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    if (first == 0x64 && second == 0xff9b && zero(bytes, 4, 12)) {
      return isPublic4(bytes, 12);
    }
    boolean global = (first & 0xe000) == 0x2000;
    boolean special =
        (first == 0x2001 && (second < 0x200 || second == 0xdb8))
            || first == 0x2002
            || (first == 0x3fff && second < 0x1000);
    return global && !special;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
