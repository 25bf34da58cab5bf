package dev.patchbay.web;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Category;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.Handshake;
import dev.patchbay.connector.Locator;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.KeyFormat;
import dev.patchbay.connector.Signature.Scheme;
import dev.patchbay.connector.Source;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan with one connection for each thing the door must tell apart. */
final class DoorPlan {

  static final Signature URL_AND_BODY =
      signature(Scheme.HMAC, new Locator(Locator.In.HEADER, "x-signature"), "{url}{body}");
  static final Map<String, String> KEYS = Map.of("secret", "made-up-key");

  static final String SCRIPT = "(function () {})(); // \u00e9";

  private static final Signature NONE = signature(Scheme.NONE, null, "{body}");
  private static final Map<String, String> UNSIGNED = Map.of("unsigned", "true");

  private DoorPlan() {}

  static Plan plan() {
    Map<String, PlannedConnection> connections = new LinkedHashMap<>();
    add(connections, connection("till", source(URL_AND_BODY, null, RateLimit.NONE), KEYS, null));
    add(connections, connection("open", source(NONE, null, RateLimit.NONE), UNSIGNED, null));
    add(
        connections,
        connection("beacon", source(NONE, null, RateLimit.NONE, 202, "beacon.js"), UNSIGNED, null));
    add(
        connections,
        connection("strict", source(NONE, null, RateLimit.NONE, 200, null), UNSIGNED, null));
    add(
        connections,
        connection(
            "paced", source(NONE, null, new RateLimit(3, Duration.ofMinutes(1))), UNSIGNED, null));
    add(
        connections,
        connection("nobody-agreed", source(NONE, null, RateLimit.NONE), Map.of(), null));
    add(
        connections,
        connection(
            "list",
            source(
                signature(Scheme.TOKEN, new Locator(Locator.In.QUERY, "code"), "{body}"),
                new Handshake(null, null, null, "x-check", "ok"),
                RateLimit.NONE),
            KEYS,
            null));
    add(
        connections,
        connection(
            "ads",
            source(
                URL_AND_BODY,
                new Handshake("hub.verify_token", "secret", "hub.challenge", null, "ok"),
                RateLimit.NONE),
            KEYS,
            null));
    add(
        connections,
        connection(
            "halted",
            source(URL_AND_BODY, null, RateLimit.NONE),
            Map.of(),
            Finding.error("plan.missing-secret", "No value.", "Set it.")));
    add(connections, connection("crm", null, Map.of(), null));
    add(
        connections,
        new PlannedConnection(
            "site",
            Catalog.only(Path.of("connectors")).find("web-vitals").orElseThrow(),
            UNSIGNED,
            Map.of(),
            null,
            null,
            null));
    add(
        connections,
        new PlannedConnection(
            "sink",
            Catalog.only(Path.of("connectors")).find("http").orElseThrow(),
            Map.of("url", "https://sink.example.com"),
            Map.of(),
            null,
            null,
            null));
    return new Plan(
        "test",
        Path.of("."),
        "US",
        ZoneId.of("America/Chicago"),
        URI.create("https://hooks.example.com"),
        Set.of(),
        IdentityRules.USUAL,
        LeadRules.USUAL,
        connections,
        List.of(
            new PlannedFlow(
                "open-to-sink",
                List.of("open"),
                List.of(),
                null,
                List.of("sink"),
                null,
                Duration.ofSeconds(60))),
        List.of());
  }

  private static void add(Map<String, PlannedConnection> all, PlannedConnection connection) {
    all.put(connection.name(), connection);
  }

  private static PlannedConnection connection(
      String name, @Nullable Source source, Map<String, String> values, @Nullable Finding stopped) {
    Connector connector =
        new Connector(
            "made-up",
            "Made up",
            Category.GENERIC,
            "",
            Map.of(),
            null,
            Map.of(),
            null,
            source,
            Map.of(),
            new ScriptFolder());
    return new PlannedConnection(name, connector, values, Map.of(), null, null, stopped);
  }

  private static Source source(
      Signature signature, @Nullable Handshake handshake, RateLimit rateLimit) {
    return source(signature, handshake, rateLimit, 202, null);
  }

  private static Source source(
      Signature signature,
      @Nullable Handshake handshake,
      RateLimit rateLimit,
      int accepted,
      @Nullable String script) {
    return new Source(
        Source.Kind.WEBHOOK,
        Source.Format.ANY,
        List.of("lead.submitted"),
        "lead.jslt",
        null,
        null,
        handshake,
        script,
        Map.of("default", signature),
        null,
        null,
        List.of(new Locator(Locator.In.JSON, "/event_id")),
        Duration.ofMinutes(10),
        List.of("x-kept"),
        rateLimit,
        accepted,
        Map.of());
  }

  private static Signature signature(Scheme scheme, @Nullable Locator at, String signed) {
    return new Signature(
        scheme,
        at,
        List.of("secret"),
        "sha256",
        KeyFormat.TEXT,
        "base64",
        "",
        null,
        signed,
        null,
        null,
        "s",
        Duration.ZERO);
  }

  private static final class ScriptFolder implements ConnectorFolder {
    @Override
    public Optional<String> read(String name) {
      return name.equals("beacon.js") ? Optional.of(SCRIPT) : Optional.empty();
    }

    @Override
    public List<String> files() {
      return List.of();
    }

    @Override
    public String display(String name) {
      return name;
    }
  }
}
