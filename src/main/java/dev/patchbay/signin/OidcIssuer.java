package dev.patchbay.signin;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** An issuer by its own description; whatever is asked of it is given up after seconds. */
final class OidcIssuer {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String DESCRIPTION = "/.well-known/openid-configuration";

  private final ClientRegistration registration;
  private final JwtDecoder decoder;

  /**
   * Reads the issuer's description.
   *
   * @param back where it is to lead back to
   */
  OidcIssuer(OidcSettings settings, String back, Clock clock) {
    JsonNode told =
        new RestTemplate(connections())
            .getForObject(
                URI.create(settings.issuer().replaceAll("/+$", "") + DESCRIPTION), JsonNode.class);
    if (told == null || !told.path("issuer").asText().equals(settings.issuer())) {
      throw new IllegalStateException(
          "it calls itself otherwise: set patchbay.oidc.issuer as it writes it");
    }
    registration =
        ClientRegistration.withRegistrationId("start")
            .issuerUri(settings.issuer())
            .clientId(settings.clientId())
            .clientSecret(settings.secret())
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(back)
            .scope(settings.scopes())
            .authorizationUri(told.path("authorization_endpoint").asText())
            .tokenUri(told.path("token_endpoint").asText())
            .jwkSetUri(told.path("jwks_uri").asText())
            .userNameAttributeName(IdTokenClaimNames.SUB)
            .providerConfigurationMetadata(Map.of("issuer", settings.issuer()))
            .build();
    decoder = decoder(told.path("jwks_uri").asText(), clock);
  }

  ClientRegistration registration() {
    return registration;
  }

  JwtDecoder decoder() {
    return decoder;
  }

  /** Exchanges the code for tokens. */
  OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
    RestClientAuthorizationCodeTokenResponseClient client =
        new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(connections())
            .messageConverters(
                converters -> {
                  converters.clear();
                  converters.add(new FormHttpMessageConverter());
                  converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                  converters.add(new MappingJackson2HttpMessageConverter());
                })
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }

  /**
   * Signed by a key of the issuer with an algorithm of two keys: never none, never a shared one.
   */
  private JwtDecoder decoder(String keys, Clock clock) {
    NimbusJwtDecoder nimbus =
        NimbusJwtDecoder.withJwkSetUri(keys)
            .restOperations(new RestTemplate(connections()))
            .jwsAlgorithms(
                algorithms ->
                    algorithms.addAll(
                        Set.of(
                            SignatureAlgorithm.RS256,
                            SignatureAlgorithm.RS384,
                            SignatureAlgorithm.RS512,
                            SignatureAlgorithm.PS256,
                            SignatureAlgorithm.ES256,
                            SignatureAlgorithm.ES384)))
            .build();
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setClock(clock);
    OidcIdTokenValidator claims = new OidcIdTokenValidator(registration);
    claims.setClock(clock);
    nimbus.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, claims));
    return nimbus;
  }

  private static SimpleClientHttpRequestFactory connections() {
    SimpleClientHttpRequestFactory connections = new SimpleClientHttpRequestFactory();
    connections.setConnectTimeout(PATIENCE);
    connections.setReadTimeout(PATIENCE);
    return connections;
  }
}
