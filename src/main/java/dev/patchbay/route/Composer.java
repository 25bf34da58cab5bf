package dev.patchbay.route;

import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Kamelet;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.connector.Sweep;
import dev.patchbay.credential.SignIn;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan run: loads the fixed routes and instantiates them for each connection, as {@code
 * receive-<connection>} and {@code deliver-<destination>} (with {@code -<sink>} behind it where
 * there are several sinks), then loads the integrator's own routes.
 */
public final class Composer {

  private static final List<String> ROUTES = List.of("errors", "deliver", "process", "receive");

  private final CamelContext context;
  private final Plan plan;
  private final CursorPositions positions;

  /** Composes {@code plan} in {@code context}, which may run already. */
  public Composer(CamelContext context, Plan plan, CursorPositions positions) {
    this.context = context;
    this.plan = plan;
    this.positions = positions;
  }

  /**
   * Readies a context for Kamelets of connectors, before any route of it is made: where Kamelets
   * are found, and the one configuration of outgoing HTTP. May be called again.
   */
  public static void prepare(CamelContext context, Set<String> allowedHosts) {
    Kamelets.configure(context.getComponent("kamelet", KameletComponent.class));
    OutboundHttp.install(context, allowedHosts);
  }

  /**
   * Adds and starts all routes: destinations first, then processing, then sources.
   *
   * @return what could not be composed; the rest runs
   */
  public List<Finding> compose() throws Exception {
    List<Finding> findings = new ArrayList<>();
    prepare(context, plan.allowedHosts());
    for (PlannedConnection connection : running()) {
      takeValuesLiterally(context, connection.values().values());
    }
    for (String name : ROUTES) {
      Resource routes =
          PluginHelper.getResourceLoader(context)
              .resolveResource("classpath:routes/" + name + ".camel.yaml");
      if (name.equals("process")) {
        deliver(findings);
      }
      PluginHelper.getRoutesLoader(context).loadRoutes(routes);
    }
    receive(findings);
    findings.addAll(new OwnRoutes(context, plan.folder()).load());
    return Collections.unmodifiableList(findings);
  }

  /** A secret with braces in it would be read as a reference to another property. */
  static void takeValuesLiterally(CamelContext context, Collection<String> values) {
    boolean braces =
        values.stream().anyMatch(value -> value.contains("{{") || value.contains("}}"));
    if (braces
        && context.getPropertiesComponent()
            instanceof org.apache.camel.component.properties.PropertiesComponent properties) {
      properties.setNestedPlaceholder(false);
    }
  }

  /**
   * Opens every destination, also those no flow names any more: deliveries may be left. What such a
   * one lacks is no finding.
   */
  private void deliver(List<Finding> findings) {
    OutboxComponent outlets = context.getComponent("outbox", OutboxComponent.class);
    Set<String> destinations = new HashSet<>();
    plan.flows().forEach(flow -> destinations.addAll(flow.to()));
    for (PlannedConnection connection : running()) {
      List<Sink> sinks =
          connection.connector().sinks().values().stream()
              .filter(sink -> sink.kamelet() != null)
              .toList();
      for (Sink sink : sinks) {
        String route = "deliver-" + connection.name() + (sinks.size() > 1 ? "-" + sink.name() : "");
        String kamelet = String.valueOf(sink.kamelet());
        String instance = connection.name() + "-" + sink.name();
        PropertiesComponent properties = properties(kamelet, instance, connection);
        if (sink.sign() != null
            && sink.sign().keys().stream().anyMatch(connection.values()::containsKey)) {
          Registered.one(context, RequestSigning.class)
              .standIn(sink.sign(), connection.values())
              .ifPresent(
                  standIn ->
                      properties.addOverrideProperty(
                          property(kamelet, instance, Kamelet.SIGNATURE), standIn));
        }
        boolean added =
            add(
                route,
                TemplatedRouteBuilder.builder(context, "deliver")
                    .routeId(route)
                    .parameter("destination", connection.name())
                    .parameter("sink", sink.name())
                    .parameter("kamelet", kamelet),
                connection,
                destinations.contains(connection.name()) ? findings : new ArrayList<>());
        if (!added) {
          outlets.outlet(connection.name()).without(sink.name());
        }
      }
    }
  }

  private void receive(List<Finding> findings) {
    for (PlannedConnection connection : running()) {
      Source source = connection.connector().source();
      if (source == null) {
        continue;
      }
      boolean onlyTold = isOnlyToldThings(connection.name());
      Sweep sweep = source.sweep();
      if (sweep != null && connection.isSwept() && (!onlyTold || isAskedFor(connection, sweep))) {
        sweep(connection, sweep, findings);
      }
      if (onlyTold || source.kind() != Source.Kind.POLL || source.kamelet() == null) {
        continue;
      }
      String cursor = SourceCursor.beanName(connection.name());
      context
          .getRegistry()
          .bind(cursor, SourceCursor.class, new SourceCursor(connection.name(), positions));
      receive("receive-" + connection.name(), source.kamelet(), cursor, connection, findings);
    }
  }

  private void receive(
      String route,
      String kamelet,
      String cursor,
      PlannedConnection connection,
      List<Finding> findings) {
    properties(kamelet, connection.name(), connection)
        .addOverrideProperty(property(kamelet, connection.name(), Kamelet.CURSOR), cursor);
    add(
        route,
        TemplatedRouteBuilder.builder(context, "receive")
            .routeId(route)
            .parameter("connection", connection.name())
            .parameter("kamelet", kamelet),
        connection,
        findings);
    PollHealth health = context.getRegistry().findSingleByType(PollHealth.class);
    if (health != null) {
      PollWatch.over(context, connection.name(), health);
    }
  }

  private void sweep(PlannedConnection connection, Sweep sweep, List<Finding> findings) {
    String bean = Sweeper.beanName(connection.name());
    context
        .getRegistry()
        .bind(
            bean,
            Sweeper.class,
            new Sweeper(
                connection,
                sweep,
                positions,
                context.getRegistry().findSingleByType(Meters.class),
                Registered.one(context, Clock.class)));
    receive("sweep-" + connection.name(), sweep.kamelet(), bean, connection, findings);
  }

  /** Whether the stack wrote a parameter that is there for the sweep: it is to know of records. */
  private static boolean isAskedFor(PlannedConnection connection, Sweep sweep) {
    return sweep.needs().stream()
        .map(connection.connector().parameters()::get)
        .anyMatch(
            parameter ->
                parameter != null
                    && !parameter.required()
                    && parameter.defaultValue() == null
                    && !connection.connector().isToken(parameter.name()));
  }

  /** A connector that can be read and written is read only where a flow says so, or none does. */
  private boolean isOnlyToldThings(String connection) {
    return plan.flows().stream().anyMatch(flow -> flow.to().contains(connection))
        && plan.flows().stream().noneMatch(flow -> flow.from().contains(connection));
  }

  private List<PlannedConnection> running() {
    return plan.connections().values().stream()
        .filter(connection -> connection.stopped() == null)
        .toList();
  }

  /** Kamelet parameters as properties: in an address, a secret would be cut at {@code &}. */
  private PropertiesComponent properties(
      String kamelet, String instance, PlannedConnection connection) {
    PropertiesComponent properties = context.getPropertiesComponent();
    connection
        .values()
        .forEach(
            (name, value) ->
                properties.addOverrideProperty(property(kamelet, instance, name), value));
    if (!connection.values().containsKey(Kamelet.TIMEZONE)) {
      properties.addOverrideProperty(
          property(kamelet, instance, Kamelet.TIMEZONE), plan.timezone().getId());
    }
    OAuth2 oauth2 = connection.connector().oauth2();
    SignIn signIn = connection.signIn().orElse(null);
    if (oauth2 != null && signIn != null) {
      properties.addOverrideProperty(
          property(kamelet, instance, oauth2.token()),
          Registered.one(context, SignedInConnections.class).standIn(signIn));
    }
    return properties;
  }

  static String property(String kamelet, String instance, String name) {
    return "camel.kamelet." + kamelet + "." + instance + "." + name;
  }

  private boolean add(
      String route,
      TemplatedRouteBuilder template,
      PlannedConnection connection,
      List<Finding> findings) {
    try {
      template.add();
      return true;
    } catch (Exception e) {
      remove(route);
      findings.add(
          Finding.error(
              "route.connection",
              "The connection '%s' cannot run: %s"
                  .formatted(connection.name(), masked(reason(e), connection)),
              "Mend its parameters in the stack, or the Kamelet of the connector '%s'."
                  .formatted(connection.connector().name())));
      return false;
    }
  }

  /** A route that failed to load leaves its definition behind. */
  private void remove(String route) {
    try {
      context.getRouteController().stopRoute(route);
      context.removeRoute(route);
      ModelCamelContext model =
          context.getCamelContextExtension().getContextPlugin(ModelCamelContext.class);
      if (model != null && model.getRouteDefinition(route) != null) {
        model.removeRouteDefinition(model.getRouteDefinition(route));
      }
    } catch (Exception alreadyGone) {
      // The finding about the failed load says all there is to say.
    }
  }

  static String reason(Throwable failure) {
    Throwable root = Failures.root(failure);
    @Nullable String text = root.getMessage();
    return text == null ? root.getClass().getSimpleName() : text.lines().findFirst().orElse(text);
  }

  private static String masked(String text, PlannedConnection connection) {
    Connector connector = connection.connector();
    String masked = text;
    for (Map.Entry<String, String> value : connection.values().entrySet()) {
      Parameter parameter = connector.parameters().get(value.getKey());
      if (parameter != null && parameter.secret() && !value.getValue().isEmpty()) {
        masked = masked.replace(value.getValue(), "***");
      }
    }
    return masked;
  }
}
