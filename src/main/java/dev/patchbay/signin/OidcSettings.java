package dev.patchbay.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An OpenID Connect issuer at which people may sign in, under {@code patchbay.oidc}.
 *
 * @param issuer its address, as its own description says it
 * @param clientId how it knows us
 * @param clientSecret what proves that, or {@code null} where a file holds it
 * @param clientSecretFile the file that holds it, or {@code null}
 * @param label what stands on the button
 * @param scopes what is asked for, {@code openid} among it
 * @param rolesClaim which claim tells roles or groups; dots lead into objects
 * @param roles values of that claim that make a viewer, an operator, an admin
 */
public record OidcSettings(
    String issuer,
    String clientId,
    @Nullable String clientSecret,
    @Nullable Path clientSecretFile,
    @DefaultValue("Sign in with your company's account") String label,
    @DefaultValue({"openid", "profile"}) Set<String> scopes,
    @DefaultValue("roles") String rolesClaim,
    @DefaultValue Map<String, List<String>> roles) {

  /** The secret, from wherever it is kept. */
  String secret() {
    if (clientSecret != null && !clientSecret.isEmpty()) {
      return clientSecret;
    }
    if (clientSecretFile == null) {
      throw new IllegalStateException(
          "patchbay.oidc needs client-secret or client-secret-file: set one");
    }
    try {
      return Files.readString(clientSecretFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading patchbay.oidc.client-secret-file", e);
    }
  }

  /** Tells no secret. */
  @Override
  public String toString() {
    return "OidcSettings[issuer=" + issuer + "]";
  }
}
