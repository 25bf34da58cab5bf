package dev.patchbay.signin;

import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.Sessions;
import dev.patchbay.access.SignInTries;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.credential.Seal;
import dev.patchbay.db.Database;
import dev.patchbay.plan.Plan;
import dev.patchbay.web.Callers;
import dev.patchbay.web.WebSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Sign-in as beans, none of them of a type of Spring Security: to be imported by an application
 * that has the API, {@link Plan} and {@link Database}. They come with the dashboard.
 */
@ConditionalOnBooleanProperty("patchbay.dashboard.enabled")
public class SignInConfiguration {

  @Bean
  SignInSettings signInSettings(Environment environment, Plan plan) {
    return new SignInSettings(
        environment.getProperty("patchbay.sign-in.passwords", Boolean.class, true),
        plan.publicUrl(),
        List.of(environment.getProperty("patchbay.sign-in.proxies", String[].class, new String[0])),
        Binder.get(environment).bind("patchbay.oidc", OidcSettings.class).orElse(null));
  }

  @Bean
  Cookies signInCookies(SignInSettings settings, Environment environment) {
    return new Cookies(
        settings.isSecure(), environment.getProperty("server.servlet.context-path", ""));
  }

  @Bean
  Sessions signInSessions(Clock clock) {
    return new Sessions(clock, new SecureRandom());
  }

  @Bean
  @Lazy
  Passwords signInPasswords(Environment environment) {
    int cost =
        environment.getProperty("patchbay.sign-in.bcrypt-cost", Integer.class, Passwords.COST);
    return new Passwords(cost);
  }

  @Bean
  @Lazy
  SignIn signIn(
      Database database,
      People people,
      Sessions sessions,
      Audit audit,
      Passwords passwords,
      SignInSettings settings,
      Cookies cookies,
      Clock clock) {
    return new SignIn(
        database, people, sessions, new SignInTries(clock), audit, passwords, settings, cookies);
  }

  @Bean
  @Lazy
  Welcome welcome(
      Database database,
      People people,
      Sessions sessions,
      WelcomeLinks links,
      Audit audit,
      Passwords passwords,
      SignIn signIn,
      Clock clock) {
    return new Welcome(
        database, people, sessions, links, new SignInTries(clock), audit, passwords, signIn);
  }

  /** Before others: who signed in on this machine is themselves, and not just this machine. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  Callers signedInCallers() {
    return request -> SignIn.signedIn(request).map(found -> found.person().caller());
  }

  @Bean
  FilterRegistrationBean<AppDoor> appDoor(
      Database database,
      Sessions sessions,
      Cookies cookies,
      SignInSettings settings,
      ObjectProvider<Callers> callers,
      ObjectProvider<OidcDoor> elsewhere) {
    FilterRegistrationBean<AppDoor> door =
        new FilterRegistrationBean<>(
            new AppDoor(
                settings.isSecure(),
                () ->
                    SecurityFilters.of(
                        database,
                        sessions,
                        cookies,
                        callers.orderedStream().toList(),
                        settings.oidc() == null
                            ? List.of()
                            : List.of(elsewhere.getObject()::doFilter))));
    door.addUrlPatterns(AppDoor.PATTERN);
    door.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return door;
  }

  /** Made when the first page is asked for; only where there is an issuer. */
  @Bean
  @Lazy
  @ConditionalOnProperty("patchbay.oidc.issuer")
  OidcDoor oidcDoor(
      Database database,
      People people,
      WelcomeLinks links,
      Audit audit,
      SignInSettings settings,
      Cookies cookies,
      SignIn signIn,
      Seal seal,
      Clock clock) {
    return new OidcDoor(
        Objects.requireNonNull(settings.oidc()),
        settings,
        new OidcPeople(database, people, links, audit),
        new OidcCookie(cookies, seal, clock),
        signIn,
        clock);
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> firstAdmin(
      Database database,
      People people,
      WelcomeLinks links,
      SignInSettings settings,
      WebSettings web) {
    return ready ->
        new FirstAdmin(database, people, links, settings, web, System.out::println)
            .welcome(ready.getApplicationContext().getEnvironment());
  }
}
