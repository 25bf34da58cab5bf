package dev.patchbay;

import dev.patchbay.connector.Catalog;
import dev.patchbay.credential.AccessTokens;
import dev.patchbay.credential.Seal;
import dev.patchbay.db.Database;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.PollCursors;
import dev.patchbay.plan.Plan;
import dev.patchbay.route.Composer;
import dev.patchbay.route.CursorPositions;
import dev.patchbay.route.HttpTokenEndpoint;
import dev.patchbay.route.Kamelets;
import dev.patchbay.route.LaneOpener;
import dev.patchbay.route.RequestSigning;
import dev.patchbay.route.SignedInConnections;
import dev.patchbay.route.StoredPositions;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Camel's part: what the components need, and the composition of the plan into routes. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

  private static final Logger log = LoggerFactory.getLogger(RouteConfiguration.class);

  @Bean
  LaneOpener laneOpener(Lanes lanes, Plan plan) {
    return (destination, sender) -> {
      lanes.open(PatchbayAutoConfiguration.laneSettings(plan, destination), sender);
      return () -> lanes.close(destination.name());
    };
  }

  @Bean
  Kamelets kamelets(Catalog catalog) {
    return Kamelets.of(catalog);
  }

  @Bean
  CursorPositions cursorPositions(Database database, PollCursors cursors) {
    return new StoredPositions(database, cursors);
  }

  @Bean(destroyMethod = "close")
  HttpTokenEndpoint tokenEndpoint(Plan plan) {
    return new HttpTokenEndpoint(plan.allowedHosts());
  }

  @Bean
  AccessTokens accessTokens(Seal seal, Database database, HttpTokenEndpoint endpoint, Clock clock) {
    return new AccessTokens(database, seal, endpoint, clock);
  }

  @Bean
  SignedInConnections signedInConnections(AccessTokens tokens) {
    return new SignedInConnections(tokens);
  }

  @Bean
  RequestSigning requestSigning(Clock clock) {
    return new RequestSigning(clock);
  }

  /** Before any route is made, so that an application's own routes may use connectors' Kamelets. */
  @Bean
  CamelContextConfiguration patchbayContext(Plan plan) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        Composer.prepare(context, plan.allowedHosts());
      }

      @Override
      public void afterApplicationStart(CamelContext context) {}
    };
  }

  /** Composes after the web server is up and before readiness is true. */
  @Bean
  ApplicationRunner patchbayComposition(
      CamelContext context, Plan plan, CursorPositions positions) {
    return arguments -> {
      for (Finding finding : new Composer(context, plan, positions).compose()) {
        log.error("{}", finding);
      }
    };
  }
}
