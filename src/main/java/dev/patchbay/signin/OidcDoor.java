package dev.patchbay.signin;

import dev.patchbay.access.Person;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Signing in at an issuer of OpenID Connect: the code flow, with PKCE and a nonce. The issuer's
 * description is read when somebody first goes there, so that a hub starts without it.
 */
final class OidcDoor {

  /** Where the way there begins. */
  static final String START = "/app/oidc/start";

  /** Where the issuer leads back to. */
  static final String DONE = "/app/oidc/done";

  private static final Logger log = LoggerFactory.getLogger(OidcDoor.class);

  private final OidcSettings settings;
  private final SignInSettings signIn;
  private final OidcPeople people;
  private final OidcCookie requests;
  private final SignIn entrance;
  private final Clock clock;
  private volatile @Nullable List<Filter> made;

  OidcDoor(
      OidcSettings settings,
      SignInSettings signIn,
      OidcPeople people,
      OidcCookie requests,
      SignIn entrance,
      Clock clock) {
    this.settings = settings;
    this.signIn = signIn;
    this.people = people;
    this.requests = requests;
    this.entrance = entrance;
    this.clock = clock;
  }

  /** No filter by type: Spring Boot would put it before every path there is. */
  void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    HttpServletResponse response = (HttpServletResponse) answer;
    String path = Gate.path(request);
    if (!path.equals(START) && !path.equals(DONE)) {
      chain.doFilter(request, response);
      return;
    }
    List<Filter> filters;
    try {
      filters = filters(request);
    } catch (RuntimeException e) {
      log.warn("Asking the issuer {} for its description: {}", settings.issuer(), e.getMessage());
      fail(request, response);
      return;
    }
    filters.get(path.equals(START) ? 0 : 1).doFilter(request, response, chain);
  }

  private synchronized List<Filter> filters(HttpServletRequest request) {
    List<Filter> ready = made;
    if (ready == null) {
      ready = make(request);
      made = ready;
    }
    return ready;
  }

  private List<Filter> make(HttpServletRequest request) {
    // Without a public URL there is only this machine, at the port that it was asked by.
    String back =
        signIn.publicUrl() == null
            ? "http://127.0.0.1:" + request.getLocalPort() + request.getContextPath() + DONE
            : signIn.absolute(DONE);
    OidcIssuer issuer = new OidcIssuer(settings, back, clock);
    InMemoryClientRegistrationRepository registrations =
        new InMemoryClientRegistrationRepository(issuer.registration());
    DefaultOAuth2AuthorizationRequestResolver resolver =
        new DefaultOAuth2AuthorizationRequestResolver(registrations, "/app/oidc");
    resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    OAuth2AuthorizationRequestRedirectFilter there =
        new OAuth2AuthorizationRequestRedirectFilter(resolver);
    there.setAuthorizationRequestRepository(requests);
    there.setRequestCache(new NullRequestCache());

    OAuth2UserService<OidcUserRequest, OidcUser> users =
        user -> new DefaultOidcUser(List.of(), user.getIdToken());
    OidcAuthorizationCodeAuthenticationProvider provider =
        new OidcAuthorizationCodeAuthenticationProvider(issuer.tokens(), users);
    provider.setJwtDecoderFactory(registration -> issuer.decoder());
    OAuth2LoginAuthenticationFilter arrival =
        new OAuth2LoginAuthenticationFilter(registrations, new NoClients(), DONE);
    arrival.setAuthenticationManager(new ProviderManager(provider));
    arrival.setAuthorizationRequestRepository(requests);
    arrival.setSecurityContextRepository(new NullSecurityContextRepository());
    arrival.setAllowSessionCreation(false);
    arrival.setAuthenticationSuccessHandler(this::arrive);
    arrival.setAuthenticationFailureHandler(
        (from, to, failure) -> {
          log.warn("Signing in at the issuer: {}", reason(failure));
          fail(from, to);
        });
    return List.of(there, arrival);
  }

  /** The kind alone: texts may hold what the issuer says of somebody. */
  private static String reason(Exception failure) {
    return failure
            instanceof org.springframework.security.oauth2.core.OAuth2AuthenticationException oauth
        ? oauth.getError().getErrorCode()
        : failure.getClass().getSimpleName();
  }

  private void arrive(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    OidcUser user = (OidcUser) ((OAuth2AuthenticationToken) authentication).getPrincipal();
    Optional<Person> person = people.known(settings, user.getClaims());
    if (person.isEmpty()) {
      fail(request, response);
      return;
    }
    Entry entry = entrance.arrived(request, person.get());
    response.addHeader("Set-Cookie", requests.endHeader());
    entry.cookies().forEach(cookie -> response.addHeader("Set-Cookie", cookie));
    go(request, response, requests.next(request));
  }

  private void fail(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Set-Cookie", requests.endHeader());
    go(request, response, "/app/sign-in?problem=elsewhere");
  }

  private static void go(HttpServletRequest request, HttpServletResponse response, String path) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", request.getContextPath() + path);
  }
}
