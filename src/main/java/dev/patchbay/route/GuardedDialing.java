package dev.patchbay.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to dial what {@link AddressRules} does not allow. The check is made twice on the thread
 * that dials: on what the name resolves to, and on the very address a socket connects to.
 */
final class GuardedDialing implements DnsResolver, DetachedSocketFactory {

  private final AddressRules rules;
  private final DnsResolver names;
  private final ThreadLocal<Boolean> allowed = ThreadLocal.withInitial(() -> false);

  GuardedDialing(AddressRules rules, DnsResolver names) {
    this.rules = rules;
    this.names = names;
  }

  /** Says whose address is dialed next on this thread. */
  void begin(HttpHost target, int port) {
    allowed.set(rules.allows(target.getHostName(), port));
  }

  void end() {
    allowed.remove();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (!allowed.get() && AddressRules.isDisguised(host)) {
      throw new AddressRefusedException(host);
    }
    InetAddress[] found = names.resolve(host);
    for (InetAddress address : found) {
      check(address, host);
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return names.resolveCanonicalHostname(host);
  }

  @Override
  public Socket create(@Nullable Proxy proxy) {
    return new Socket() {
      @Override
      public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (endpoint instanceof InetSocketAddress target && target.getAddress() != null) {
          check(target.getAddress(), target.getHostString());
        }
        super.connect(endpoint, timeout);
      }
    };
  }

  private void check(InetAddress address, String host) throws AddressRefusedException {
    if (!allowed.get() && !AddressRules.isPublic(address)) {
      throw new AddressRefusedException(host);
    }
  }
}
