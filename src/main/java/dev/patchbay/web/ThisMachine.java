package dev.patchbay.web;

import dev.patchbay.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/** Lets a browser on this machine in where the settings say so and there is no token. */
final class ThisMachine implements Callers {

  /** Names by which a browser on this machine reaches us; any other may be a stranger's page. */
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final WebSettings settings;

  ThisMachine(WebSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<Caller> of(HttpServletRequest request) {
    boolean open =
        settings.isOpenHere()
            && LOCAL.contains(request.getServerName())
            && WebSettings.isLoopback(request.getRemoteAddr())
            && !isForwarded(request);
    return open ? Optional.of(Caller.trusted(Caller.THIS_MACHINE)) : Optional.empty();
  }

  /** A proxy on this machine speaks for somebody who may be anywhere. */
  private static boolean isForwarded(HttpServletRequest request) {
    return request.getHeader("X-Forwarded-For") != null
        || request.getHeader("X-Forwarded-Host") != null
        || request.getHeader("Forwarded") != null;
  }
}
