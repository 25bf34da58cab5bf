package dev.patchbay.connector;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a connection gets an access token and keeps it fresh (RFC 6749).
 *
 * @param token parameter that holds the access token; filled by Patchbay where the stack does not
 * @param tokenUrl address of the token endpoint; {@code {name}} stands for a parameter's value
 * @param grant what is given for a token
 * @param clientId parameter with the client's id
 * @param clientSecret parameter with the client's secret, or {@code null} for a public client
 * @param credential parameter with the refresh token or the assertion, or {@code null} for client
 *     credentials
 * @param basic whether the client proves itself by an {@code Authorization: Basic} header rather
 *     than in the body
 * @param lifetime how long a token holds where the answer does not say
 * @param ahead how long before its end a token is replaced
 */
public record OAuth2(
    String token,
    String tokenUrl,
    Grant grant,
    String clientId,
    @Nullable String clientSecret,
    @Nullable String credential,
    boolean basic,
    Duration lifetime,
    Duration ahead) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9]+)}");

  /** Every parameter it reads, the token's own aside. */
  public Set<String> parameters() {
    Set<String> names = new LinkedHashSet<>();
    names.add(clientId);
    if (clientSecret != null) {
      names.add(clientSecret);
    }
    if (credential != null) {
      names.add(credential);
    }
    PLACEHOLDER.matcher(tokenUrl).results().forEach(found -> names.add(found.group(1)));
    return Collections.unmodifiableSet(names);
  }

  /**
   * The token endpoint of a connection.
   *
   * @param values the connection's parameters
   */
  public String tokenUrl(Map<String, String> values) {
    return PLACEHOLDER
        .matcher(tokenUrl)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    values.getOrDefault(found.group(1), "").replaceAll("/+$", "")));
  }

  /** What is given for a token. */
  public enum Grant {
    REFRESH_TOKEN("refresh_token"),
    CLIENT_CREDENTIALS("client_credentials"),
    /** RFC 7523: a signed assertion that the vendor made for this client. */
    JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer");

    private final String type;

    Grant(String type) {
      this.type = type;
    }

    /** The value of {@code grant_type}. */
    public String type() {
      return type;
    }
  }
}
