package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.access.Scope;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.signin.SignIn;
import dev.patchbay.signin.SignInSettings;
import dev.patchbay.signin.Welcome;
import dev.patchbay.web.ApiDesk;
import dev.patchbay.web.Callers;
import dev.patchbay.web.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The dashboard as beans, for an application that has the API, {@link Plan} and {@link Clock}. An
 * application around this library may have pages at these paths, so there it is asked for.
 */
@ConditionalOnBooleanProperty("patchbay.dashboard.enabled")
@Import(InsightConfiguration.class)
public class DashboardConfiguration {

  /** Faster answers need no frame ahead of them, and tell their status. */
  private static final Duration FRAME_AFTER = Duration.ofMillis(100);

  @Bean
  PagePart customerPages() {
    return new CustomerPages();
  }

  @Bean
  PagePart reviewPages() {
    return new ReviewPages();
  }

  @Bean
  PagePart differencePages() {
    return new DifferencePages();
  }

  @Bean
  PagePart journeyReportPages() {
    return new JourneyReportPages();
  }

  /** Forms of pages come in UTF-8, and browsers do not say so. */
  @Bean
  ServletContextInitializer formsInUnicode() {
    return context -> context.setRequestCharacterEncoding(StandardCharsets.UTF_8.name());
  }

  @Bean
  LeadNews leadNews(ApiDesk api) {
    Caller watch = new Caller("patchbay", Set.of(Scope.READ));
    return new LeadNews(
        () -> {
          try {
            return api.read(watch, "/api/v1/leads/news", Map.of()).path("told").asLong();
          } catch (RefusedException e) {
            throw new IllegalStateException("Whoever may read may ask for news", e);
          }
        });
  }

  @Bean
  PagePart leadPages(Plan plan, Times times, LeadNews news) {
    Currency usual = Currency.getInstance(new Locale.Builder().setRegion(plan.region()).build());
    return new LeadPages(
        new LeadFilters(
            plan.connections().values().stream()
                .filter(connection -> connection.connector().source() != null)
                .map(PlannedConnection::name)
                .toList()),
        new LeadDetail(times, new Money(), usual == null ? "USD" : usual.getCurrencyCode()),
        news,
        times);
  }

  @Bean
  PagePart signInPages(
      SignInSettings settings, ObjectProvider<SignIn> signIn, ObjectProvider<Welcome> welcome) {
    return new SignInPages(settings, signIn::getObject, welcome::getObject);
  }

  @Bean
  PagePart peoplePages() {
    return new PeoplePages();
  }

  @Bean
  PagePart todayPages() {
    return new TodayPages();
  }

  @Bean
  PagePart connectionPages() {
    return new ConnectionPages();
  }

  @Bean
  PagePart deadLetterPages() {
    return new DeadLetterPages();
  }

  @Bean
  PagePart invalidPages() {
    return new InvalidPages();
  }

  @Bean
  Times dashboardTimes(Plan plan, Clock clock) {
    return new Times(plan.timezone(), clock);
  }

  @Bean
  Frames frames() {
    return new Frames(FRAME_AFTER);
  }

  @Bean
  Pages pages(
      List<PagePart> parts,
      List<Callers> callers,
      ApiDesk api,
      Plan plan,
      Times times,
      Frames frames) {
    List<PageRoute> routes = new ArrayList<>();
    parts.forEach(part -> routes.addAll(part.routes()));
    Assets assets = new Assets();
    return new Pages(
        List.copyOf(routes),
        callers,
        api,
        new Templates(),
        assets,
        frames,
        Map.of(
            "stack",
            plan.stack(),
            "times",
            times,
            "money",
            new Money(),
            "links",
            new Links(),
            "assets",
            assets));
  }

  @Bean
  RouterFunction<ServerResponse> dashboard(Pages pages) {
    return pages.router();
  }
}
