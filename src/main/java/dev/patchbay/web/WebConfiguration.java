package dev.patchbay.web;

import dev.patchbay.customer.Customers;
import dev.patchbay.db.Database;
import dev.patchbay.delivery.LaneState;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.Inbox;
import dev.patchbay.inbox.JdbcInbox;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * The door and health as beans, to be imported by an application that has {@link Inbox}, {@link
 * Plan}, {@link Meters}, {@link Database}, {@link EventLog}, {@link Customers} and {@link Clock}.
 */
@Import(ApiConfiguration.class)
public class WebConfiguration {

  @Bean
  ServletRegistrationBean<WebhookDoor> webhookDoor(
      Plan plan, Inbox inbox, Meters meters, Clock clock, Environment environment) {
    DoorAddress address = new DoorAddress(() -> port(environment));
    ServletRegistrationBean<WebhookDoor> door =
        new ServletRegistrationBean<>(
            new WebhookDoor(() -> plan, inbox, meters, clock, address), WebhookDoor.PATH + "*");
    door.setName("webhook-door");
    door.setLoadOnStartup(1);
    return door;
  }

  /** The port we listen on, once the server has started. */
  private static int port(Environment environment) {
    return environment.getProperty(
        "local.server.port",
        Integer.class,
        environment.getProperty("server.port", Integer.class, 8080));
  }

  @Bean
  FilterRegistrationBean<SafetyHeaders> safetyHeaders(Environment environment) {
    FilterRegistrationBean<SafetyHeaders> filter =
        new FilterRegistrationBean<>(new SafetyHeaders());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.addUrlPatterns(
        environment.getProperty(
            "patchbay.web.safety-headers",
            String[].class,
            new String[] {WebhookDoor.PATH + "*", "/api/v1/*", "/app/*", "/actuator/*"}));
    return filter;
  }

  @Bean
  WebSettings webSettings(Environment environment) {
    return new WebSettings(
        environment.getProperty("patchbay.api.token"),
        environment.getProperty("patchbay.api.open-on-loopback", Boolean.class, false),
        environment.getProperty("server.address"));
  }

  @Bean
  CompositeHealthContributor connections(
      Plan plan, Database database, Clock clock, ObjectProvider<Lanes> lanes, Meters meters) {
    ConnectionHealth health =
        new ConnectionHealth(
            () -> plan,
            database,
            clock,
            name ->
                lanes.stream()
                    .findFirst()
                    .flatMap(all -> all.state(name))
                    .map(WebConfiguration::lane)
                    .orElse(Map.of()));
    plan.connections().values().stream()
        .filter(connection -> connection.expectEvery() != null)
        .forEach(
            connection ->
                meters.watchOverdue(connection.name(), () -> health.isOverdue(connection)));
    return health;
  }

  @Bean
  HealthIndicator inboxHealth(JdbcInbox inbox) {
    return () ->
        (inbox.isAway() ? Health.down() : Health.up())
            .withDetail("queued", inbox.waiting())
            .build();
  }

  private static Map<String, Object> lane(LaneState state) {
    Map<String, Object> lane = new LinkedHashMap<>();
    lane.put("state", state.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    lane.put("inMemory", state.inMemory());
    lane.put("underWay", state.underWay());
    Finding finding = state.finding();
    if (finding != null) {
      lane.put("finding", finding.kind());
    }
    return lane;
  }
}
