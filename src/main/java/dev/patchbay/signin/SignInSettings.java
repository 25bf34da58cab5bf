package dev.patchbay.signin;

import dev.patchbay.plan.Plan;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in.
 *
 * @param passwords whether they may by a password kept here
 * @param publicUrl by what address the hub is known, or {@code null}; never taken from a request
 * @param proxies addresses of proxies beyond this machine's, whose word on the client's address is
 *     taken
 * @param oidc where else they may sign in, or {@code null}
 */
public record SignInSettings(
    boolean passwords, @Nullable URI publicUrl, List<String> proxies, @Nullable OidcSettings oidc) {

  /** Whether browsers reach the hub by TLS, so that cookies must not travel otherwise. */
  boolean isSecure() {
    return publicUrl != null && "https".equalsIgnoreCase(publicUrl.getScheme());
  }

  /**
   * What leads to a path of ours from a mail or a terminal; the path itself without a public URL.
   */
  public String absolute(String path) {
    return Plan.absolute(publicUrl, path);
  }

  /** What stands on the button that leads to the issuer; {@code null} where there is none. */
  public @Nullable String elsewhere() {
    return oidc == null ? null : oidc.label();
  }
}
