package dev.patchbay.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.Sessions;
import dev.patchbay.access.Tokens;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.credential.AccessTokens;
import dev.patchbay.credential.Seal;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.IdentityDesk;
import dev.patchbay.db.Database;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import dev.patchbay.tools.CustomerExport;
import dev.patchbay.tools.Drift;
import dev.patchbay.tools.DriftSurvey;
import dev.patchbay.tools.Erasure;
import dev.patchbay.tools.SuppressedPeople;
import dev.patchbay.tools.Tools;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.Question;
import dev.patchbay.tracking.SavedViews;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The API: its parts, and the router that serves the routes of all parts. */
class ApiConfiguration {

  @Bean
  ApiPart readApi(EventLog events) {
    return new ReadApi(events);
  }

  @Bean
  Drift drift(Plan plan, Clock clock) {
    return new Drift(Tools.of(plan), new Ids(clock, new SecureRandom()), clock);
  }

  @Bean
  ApiPart customerApi(
      Customers customers, EventLog events, Plan plan, Drift drift, ObjectProvider<Seal> seals) {
    return new CustomerApi(
        customers,
        events,
        plan.identity(),
        drift,
        () -> Optional.ofNullable(seals.getIfAvailable()).map(SuppressedPeople::new));
  }

  @Bean
  ApiPart identityApi(IdentityDesk desk) {
    return new IdentityApi(desk);
  }

  @Bean
  ApiPart viewsApi(Plan plan) {
    return new ViewsApi(plan.leads().connections("crm"), plan.leads().connections("ads"));
  }

  @Bean
  ApiPart auditApi(Audit audit) {
    return new AuditApi(audit);
  }

  @Bean
  ApiPart recomputeApi() {
    return new RecomputeApi();
  }

  @Bean
  ApiPart trackingApi() {
    return new TrackingApi();
  }

  /** After the lists, whose paths are plainer than one with an id. */
  @Bean
  ApiPart leadApi(EventLog events, Corrections corrections) {
    return new LeadApi(events, corrections);
  }

  @Bean
  ApiPart savedViewApi(Clock clock) {
    return new SavedViewApi(new SavedViews(new Ids(clock, new SecureRandom())));
  }

  @Bean
  ApiPart suppressionApi(Plan plan) {
    return new SuppressionApi(plan);
  }

  @Bean
  ApiPart reportApi(Plan plan, EventLog events) {
    return new ReportApi(plan, events);
  }

  @Bean
  DriftSurvey driftSurvey(Database database, Drift drift, Clock clock) {
    return new DriftSurvey(database, drift, clock);
  }

  @Bean
  ApiPart driftApi(Drift drift, DriftSurvey survey) {
    return new DriftApi(drift, survey);
  }

  @Bean
  ApiPart driftCountsApi(DriftSurvey survey, Plan plan) {
    return new DriftCountsApi(survey, Tools.of(plan));
  }

  /** Where there is no key for secrets nobody can be known again, so nobody is erased. */
  @Bean
  ApiPart erasureApi(Customers customers, Plan plan, Clock clock, ObjectProvider<Seal> seals) {
    Tools tools = Tools.of(plan);
    Seal seal = seals.getIfAvailable();
    return seal == null
        ? List::of
        : new ErasureApi(
            customers,
            new CustomerExport(tools, clock),
            new Erasure(
                tools, new SuppressedPeople(seal), new Ids(clock, new SecureRandom()), clock));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  ConnectionDesk connectionDesk(
      Plan plan,
      Database database,
      Clock clock,
      ObjectProvider<Lanes> lanes,
      ObjectProvider<AccessTokens> tokens,
      ObjectProvider<PollHealth> polls) {
    return new ConnectionDesk(
        plan,
        database,
        clock,
        () -> lanes.stream().findFirst(),
        () -> tokens.stream().findFirst(),
        polls.getIfAvailable(() -> new PollHealth(clock)));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  DayCountKeeper dayCountKeeper(Meters meters, Database database, Clock clock, Plan plan) {
    return new DayCountKeeper(meters, database, clock, plan.timezone(), Duration.ofSeconds(10));
  }

  @Bean
  ApiPart connectionApi(ConnectionDesk desk) {
    return new ConnectionApi(desk);
  }

  @Bean
  ApiPart deliveryApi(ConnectionDesk desk) {
    return new DeliveryApi(desk);
  }

  @Bean
  ApiPart messageApi(ConnectionDesk desk) {
    return new MessageApi(desk);
  }

  @Bean
  ApiPart todayApi(ConnectionDesk desk) {
    return new TodayApi(desk);
  }

  @Bean
  ApiPart peopleApi(People people, WelcomeLinks links, Audit audit, Clock clock, Plan plan) {
    return new PeopleApi(
        people, new Sessions(clock, new SecureRandom()), links, audit, plan.publicUrl());
  }

  @Bean
  ApiPart tokensApi(Clock clock, Audit audit) {
    return new TokensApi(new Tokens(clock, new SecureRandom()), audit);
  }

  @Bean
  People people(Clock clock) {
    return new People(clock, new Ids(clock, new SecureRandom()));
  }

  @Bean
  WelcomeLinks welcomeLinks(Clock clock) {
    return new WelcomeLinks(clock, new SecureRandom());
  }

  @Bean
  Audit audit(Clock clock) {
    return new Audit(clock);
  }

  @Bean
  ApiDesk apiDesk(List<ApiPart> parts, Database database, Clock clock, Audit audit, Plan plan) {
    List<ApiRoute> routes = new ArrayList<>();
    parts.forEach(part -> routes.addAll(part.routes()));
    // Made when it is first asked for: a start does not pay for it.
    List<ApiRoute> described = List.copyOf(routes);
    routes.add(
        ApiRoute.get(
            "/api/v1/openapi.json",
            "This description, as OpenAPI 3.1.",
            List.of(),
            Map.class,
            (sql, call) -> description(described)));
    return new ApiDesk(
        routes,
        database,
        audit,
        () -> new Question(plan.timezone(), plan.region(), clock.instant()));
  }

  @Bean
  ApiRouter apiRouter(ApiDesk desk, Database database, Clock clock, WebSettings settings) {
    return new ApiRouter(
        desk, new ApiGuard(settings, database, new Tokens(clock, new SecureRandom())));
  }

  @Bean
  Callers thisMachine(WebSettings settings) {
    return new ThisMachine(settings);
  }

  @Bean
  RouterFunction<ServerResponse> api(ApiRouter router) {
    return router.routes();
  }

  private static ObjectNode description(List<ApiRoute> routes) {
    return OpenApi.of(routes);
  }
}
