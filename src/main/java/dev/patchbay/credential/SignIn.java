package dev.patchbay.credential;

import dev.patchbay.connector.OAuth2;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What one connection signs in with; never print it.
 *
 * @param connection name of the connection
 * @param tokenUrl the token endpoint
 * @param grant what is given for a token
 * @param clientSecret the client's secret, or {@code null} for a public client
 * @param credential the refresh token or assertion of the stack, or {@code null} for client
 *     credentials
 * @param basic whether the client proves itself by a header rather than in the body
 * @param lifetime how long a token holds where the answer does not say
 * @param ahead how long before its end a token is replaced
 */
public record SignIn(
    String connection,
    URI tokenUrl,
    OAuth2.Grant grant,
    String clientId,
    @Nullable String clientSecret,
    @Nullable String credential,
    boolean basic,
    Duration lifetime,
    Duration ahead) {

  /** A hash of everything the stack says, by which other credentials are noticed. */
  String origin() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          new String[] {
            tokenUrl.toString(), grant.type(), clientId, clientSecret, credential,
          }) {
        digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** {@code toString} tells no secrets. */
  @Override
  public String toString() {
    return "SignIn[" + connection + "]";
  }
}
