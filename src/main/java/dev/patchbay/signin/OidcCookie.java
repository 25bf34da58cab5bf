package dev.patchbay.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.credential.Seal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * What must be known again when the issuer leads somebody back, sealed in a cookie of their
 * browser: any hub with the same key can read it, and no other browser has it.
 */
final class OidcCookie implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

  private static final String SEALED_FOR = "sign-in elsewhere";
  private static final String NEXT = "dev.patchbay.oidc-next";
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cookies cookies;
  private final Seal seal;
  private final Clock clock;

  OidcCookie(Cookies cookies, Seal seal, Clock clock) {
    this.cookies = cookies;
    this.seal = seal;
    this.clock = clock;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return kept(request).map(kept -> request(request, kept)).orElse(null);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    return loadAuthorizationRequest(request);
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest wanted,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (wanted == null) {
      return;
    }
    ObjectNode kept = JSON.createObjectNode();
    kept.put("until", clock.instant().plus(GOOD_FOR).getEpochSecond());
    kept.put("next", NextPage.of(request.getParameter("next")));
    kept.put("uri", wanted.getAuthorizationUri());
    kept.put("client", wanted.getClientId());
    kept.put("back", wanted.getRedirectUri());
    kept.put("state", wanted.getState());
    wanted.getScopes().forEach(kept.putArray("scopes")::add);
    put(kept.putObject("attributes"), wanted.getAttributes());
    put(kept.putObject("parameters"), wanted.getAdditionalParameters());
    response.addHeader(
        "Set-Cookie",
        cookies.oidcHeader(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(seal.close(SEALED_FOR, kept.toString()))));
  }

  /** Where somebody wanted to go before they went there. */
  String next(HttpServletRequest request) {
    return request.getAttribute(NEXT) instanceof String next ? next : NextPage.HOME;
  }

  String endHeader() {
    return cookies.oidcEndHeader();
  }

  private Optional<JsonNode> kept(HttpServletRequest request) {
    String cookie = cookies.oidc(request);
    if (cookie == null) {
      return Optional.empty();
    }
    try {
      Optional<String> text = seal.open(SEALED_FOR, Base64.getUrlDecoder().decode(cookie));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      JsonNode kept = JSON.readTree(text.get());
      return kept.path("until").asLong() > clock.instant().getEpochSecond()
          ? Optional.of(kept)
          : Optional.empty();
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static OAuth2AuthorizationRequest request(HttpServletRequest request, JsonNode kept) {
    request.setAttribute(NEXT, kept.path("next").asText());
    Set<String> scopes = new HashSet<>();
    kept.path("scopes").forEach(scope -> scopes.add(scope.asText()));
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(kept.path("uri").asText())
        .clientId(kept.path("client").asText())
        .redirectUri(kept.path("back").asText())
        .state(kept.path("state").asText())
        .scopes(scopes)
        .attributes(attributes -> attributes.putAll(map(kept.path("attributes"))))
        .additionalParameters(parameters -> parameters.putAll(map(kept.path("parameters"))))
        .build();
  }

  private static void put(ObjectNode node, Map<String, Object> values) {
    values.forEach((name, value) -> node.put(name, String.valueOf(value)));
  }

  private static Map<String, Object> map(JsonNode node) {
    Map<String, Object> values = new HashMap<>();
    node.fields().forEachRemaining(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }
}
