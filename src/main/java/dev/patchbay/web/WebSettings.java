package dev.patchbay.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the API.
 *
 * @param token bearer token, or {@code null} when none is set
 * @param openOnLoopback whether callers on this machine need no token, as long as the server is
 *     bound to this machine alone
 * @param boundAddress the server's own address as configured, or {@code null} for all
 */
public record WebSettings(
    @Nullable String token, boolean openOnLoopback, @Nullable String boundAddress) {

  /** Whether browsers on this machine need not sign in. */
  public boolean isOpenHere() {
    return (token == null || token.isEmpty()) && openOnLoopback && boundToLoopback();
  }

  /** Whether the server can be reached from this machine only. */
  boolean boundToLoopback() {
    return boundAddress != null && isLoopback(boundAddress);
  }

  static boolean isLoopback(String address) {
    try {
      return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** {@code toString} tells no token. */
  @Override
  public String toString() {
    return "WebSettings[openOnLoopback=" + openOnLoopback + "]";
  }
}
