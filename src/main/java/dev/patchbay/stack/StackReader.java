package dev.patchbay.stack;

import dev.patchbay.connector.Category;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.Section;
import dev.patchbay.yaml.YamlDocument;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlReader;
import dev.patchbay.yaml.YamlScalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads stack.yaml. */
public final class StackReader {

  private static final String REGION = "US";

  private final String file;
  private final List<Finding> findings = new ArrayList<>();

  private StackReader(String file) {
    this.file = file;
  }

  /** Reads a file; what is wrong is told in the result's findings, never thrown. */
  public static StackFile read(Path path) {
    Path folder = path.toAbsolutePath().normalize().getParent();
    return new StackReader(path.toString())
        .read(
            folder == null ? path.toAbsolutePath() : folder,
            YamlReader.read(path, path.toString()));
  }

  /**
   * Reads a text.
   *
   * @param file how findings name it
   * @param folder what relative paths in it mean
   */
  public static StackFile read(String file, Path folder, String text) {
    return new StackReader(file).read(folder, YamlReader.read(file, text));
  }

  private StackFile read(Path folder, YamlDocument document) {
    YamlNode root = document.value();
    if (root == null) {
      return new StackFile(
          file,
          folder,
          "",
          REGION,
          ZoneOffset.UTC,
          null,
          List.of(),
          WrittenIdentity.NONE,
          WrittenLeads.NONE,
          WeekTime.MONDAY_MORNING,
          null,
          Map.of(),
          Map.of(),
          document.findings());
    }
    Section stack = StackShapes.STACK.read(root, file, StackShapes.KINDS, findings);
    Map<String, WrittenConnection> connections = new LinkedHashMap<>();
    stack
        .sections("connections")
        .forEach((name, section) -> connections.put(name, connection(name, section)));
    Map<String, WrittenFlow> flows = new LinkedHashMap<>();
    stack.sections("flows").forEach((name, section) -> flows.put(name, flow(name, section)));
    flows.values().forEach(flow -> checkNames(flow, connections.keySet()));
    return new StackFile(
        file,
        folder,
        stack.text("stack", ""),
        region(stack),
        timezone(stack),
        publicUrl(stack),
        stack.texts("allowedHosts"),
        new RulesReader(file, findings).identity(stack),
        new RulesReader(file, findings).leads(stack),
        new RulesReader(file, findings).report(stack),
        new RulesReader(file, findings).keepPayloads(stack),
        Collections.unmodifiableMap(connections),
        Collections.unmodifiableMap(flows),
        List.copyOf(findings));
  }

  private WrittenConnection connection(String name, Section section) {
    Section expect = section.section("expect").orElse(null);
    Section lane = section.section("lane").orElse(null);
    Section limit = lane == null ? null : lane.section("rateLimit").orElse(null);
    return new WrittenConnection(
        name,
        section.line(),
        section.column(),
        section.scalar("connector").orElse(null),
        section
            .scalar("category")
            .map(word -> Category.valueOf(word.text().toUpperCase(Locale.ROOT)))
            .orElse(null),
        section.entries("with"),
        section.entries("fields"),
        expect == null ? null : expect.duration("every"),
        expect == null ? null : during(expect),
        lane == null ? null : positive(lane, "concurrency"),
        limit == null ? null : rateLimit(limit));
  }

  private @Nullable RateLimit rateLimit(Section limit) {
    Integer requests = positive(limit, "requests");
    Duration per = limit.duration("per");
    if (per != null && per.isZero()) {
      limit.scalar("per").ifPresent(zero -> bad(zero, "'per' is zero.", "Write such as 10s."));
      return null;
    }
    return requests == null || per == null ? null : new RateLimit(requests, per);
  }

  private @Nullable Integer positive(Section section, String key) {
    return new RulesReader(file, findings).positive(section, key);
  }

  private @Nullable String during(Section expect) {
    return new RulesReader(file, findings).hours(expect) == null ? null : expect.text("during");
  }

  private WrittenFlow flow(String name, Section section) {
    return new WrittenFlow(
        name,
        section.line(),
        section.column(),
        section.scalars("from"),
        section.scalars("events"),
        section.scalar("where").orElse(null),
        section.scalars("to"),
        section.scalar("action").orElse(null),
        section.duration("within"));
  }

  private void checkNames(WrittenFlow flow, Set<String> connections) {
    for (List<YamlScalar> names : List.of(flow.from(), flow.to())) {
      for (YamlScalar name : names) {
        boolean hub = names == flow.from() && name.text().equals(Event.HUB);
        if (!hub && !connections.contains(name.text())) {
          findings.add(
              Finding.error(
                  file,
                  name.line(),
                  name.column(),
                  "stack.unknown-connection",
                  "Flow%s names a connection%s that is not there."
                      .formatted(NearestName.quoted(flow.name()), NearestName.quoted(name.text())),
                  NearestName.remedy(name.text(), connections)));
        }
      }
    }
  }

  private String region(Section stack) {
    YamlScalar region = stack.scalar("region").orElse(null);
    if (region == null) {
      return REGION;
    }
    if (!Set.of(Locale.getISOCountries()).contains(region.text())) {
      bad(region, "'region' is no country.", "Write two capital letters, such as US or DE.");
      return REGION;
    }
    return region.text();
  }

  private ZoneId timezone(Section stack) {
    YamlScalar zone = stack.scalar("timezone").orElse(null);
    if (zone == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(zone.text());
    } catch (DateTimeException unknown) {
      bad(
          zone,
          "'timezone' is no time zone.",
          NearestName.of(zone.text(), ZoneId.getAvailableZoneIds())
              .map("Did you mean '%s'?"::formatted)
              .orElse("Write such as America/Chicago."));
      return ZoneOffset.UTC;
    }
  }

  private @Nullable URI publicUrl(Section stack) {
    YamlScalar url = stack.scalar("publicUrl").orElse(null);
    if (url == null) {
      return null;
    }
    try {
      URI uri = new URI(url.text());
      String scheme = String.valueOf(uri.getScheme());
      if (uri.getHost() != null
          && (scheme.equals("https") || scheme.equals("http"))
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // told below
    }
    bad(
        url,
        "'publicUrl' is not an address.",
        "Write such as https://hooks.example.com, without a question mark.");
    return null;
  }

  private void bad(YamlNode node, String text, String remedy) {
    findings.add(Finding.error(file, node.line(), node.column(), "stack.bad-value", text, remedy));
  }
}
