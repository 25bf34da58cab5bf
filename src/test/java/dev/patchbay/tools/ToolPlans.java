package dev.patchbay.tools;

import dev.patchbay.connector.Category;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Made-up stacks of tools that keep people. */
public final class ToolPlans {

  public static final List<String> EVERYTHING =
      List.of("email", "phone", "firstName", "lastName", "company", "consent.email");

  private ToolPlans() {}

  public static Plan plan(List<PlannedConnection> connections, List<PlannedFlow> flows) {
    Map<String, PlannedConnection> byName = new LinkedHashMap<>();
    connections.forEach(connection -> byName.put(connection.name(), connection));
    return new Plan(
        "test",
        Path.of("."),
        "US",
        ZoneOffset.UTC,
        null,
        Set.of(),
        IdentityRules.USUAL,
        LeadRules.USUAL,
        byName,
        flows,
        List.of());
  }

  /** A tool of this category whose connector bears its own name. */
  public static PlannedConnection tool(String name, Category category, Sink... sinks) {
    Map<String, Sink> byName = new LinkedHashMap<>();
    for (Sink sink : sinks) {
      byName.put(sink.name(), sink);
    }
    return new PlannedConnection(
        name,
        new Connector(
            name, name, category, "", Map.of(), null, Map.of(), null, source(), byName, FOLDER),
        Map.of(),
        Map.of(),
        null,
        null,
        null);
  }

  public static PlannedConnection form(String name) {
    return tool(name, Category.FORMS);
  }

  /** A sink that upserts people. */
  public static Sink contact(String... events) {
    return sink("contact", List.of(events), EVERYTHING, false);
  }

  public static Sink sink(String name, List<String> events, List<String> keeps, boolean removes) {
    return new Sink(
        name,
        name,
        events,
        null,
        null,
        null,
        false,
        keeps,
        removes,
        null,
        null,
        null,
        "upsert",
        "email",
        1,
        RateLimit.NONE,
        Duration.ofSeconds(30),
        Sink.OnDead.PARK,
        List.of());
  }

  public static PlannedFlow flow(
      String name, List<String> from, List<String> events, String... to) {
    return new PlannedFlow(name, from, events, null, List.of(to), null, null);
  }

  private static Source source() {
    return new Source(
        Source.Kind.ROUTE,
        Source.Format.JSON,
        List.of("contact", "subscriber", "lead", "consent"),
        "none.jslt",
        null,
        null,
        null,
        null,
        Map.of(),
        null,
        null,
        List.of(),
        Duration.ofMinutes(10),
        List.of(),
        RateLimit.NONE,
        202,
        Map.of());
  }

  private static final ConnectorFolder FOLDER =
      new ConnectorFolder() {
        @Override
        public Optional<String> read(String file) {
          return Optional.empty();
        }

        @Override
        public List<String> files() {
          return List.of();
        }

        @Override
        public String display(String file) {
          return file;
        }
      };
}
