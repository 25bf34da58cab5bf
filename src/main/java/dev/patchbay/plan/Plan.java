package dev.patchbay.plan;

import dev.patchbay.connector.Sink;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.EventType;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.stack.WeekTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stack resolved against the catalog: what will run.
 *
 * @param folder where the stack file is; users' own connectors, mappings and routes are beside it
 * @param region default region of phone numbers, ISO 3166-1 alpha-2
 * @param publicUrl the address vendors know us by, which signed URLs are checked against
 * @param allowedHosts hosts outside the public internet that sinks may call all the same
 * @param identity when two claims are of one person, and whose word wins
 * @param leads how leads are counted
 * @param reportAt when the weekly report is told
 * @param keepPayloads how long processed messages keep what came, or {@code null} for good
 * @param connections by name, in stack order
 */
public record Plan(
    String stack,
    Path folder,
    String region,
    ZoneId timezone,
    @Nullable URI publicUrl,
    Set<String> allowedHosts,
    IdentityRules identity,
    LeadRules leads,
    WeekTime reportAt,
    @Nullable Duration keepPayloads,
    Map<String, PlannedConnection> connections,
    List<PlannedFlow> flows,
    List<Finding> findings) {

  /** A plan that reports on Monday mornings and keeps all payloads. */
  public Plan(
      String stack,
      Path folder,
      String region,
      ZoneId timezone,
      @Nullable URI publicUrl,
      Set<String> allowedHosts,
      IdentityRules identity,
      LeadRules leads,
      Map<String, PlannedConnection> connections,
      List<PlannedFlow> flows,
      List<Finding> findings) {
    this(
        stack,
        folder,
        region,
        timezone,
        publicUrl,
        allowedHosts,
        identity,
        leads,
        WeekTime.MONDAY_MORNING,
        null,
        connections,
        flows,
        findings);
  }

  /** Whether something is wrong that keeps the plan from running. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** What leads to a path of this hub from elsewhere; the path itself without a public URL. */
  public String absolute(String path) {
    return absolute(publicUrl, path);
  }

  /** As {@link #absolute(String)}, of a hub at this address. */
  public static String absolute(@Nullable URI publicUrl, String path) {
    return publicUrl == null ? path : publicUrl.toString().replaceAll("/+$", "") + path;
  }

  /** The connection of this name, or empty when the stack has none. */
  public Optional<PlannedConnection> connection(String name) {
    return Optional.ofNullable(connections.get(name));
  }

  /** The flows that carry events of {@code type} from {@code connection}. */
  public List<PlannedFlow> flows(String connection, String type) {
    return flows.stream().filter(flow -> flow.carries(connection, type)).toList();
  }

  /**
   * The sinks of a destination that are used: those that flows send to, and those that fetch what
   * it announces. All of them where no flow leads there.
   */
  public Collection<Sink> sinksUsed(PlannedConnection destination) {
    Map<String, Sink> sinks = destination.connector().sinks();
    Set<Sink> used = new LinkedHashSet<>();
    sinks.values().stream().filter(Sink::fetches).forEach(used::add);
    for (PlannedFlow flow : flows) {
      if (flow.to().contains(destination.name())) {
        used.addAll(sinksOf(flow, sinks));
      }
    }
    return used.isEmpty() ? sinks.values() : used;
  }

  private static List<Sink> sinksOf(PlannedFlow flow, Map<String, Sink> sinks) {
    String action = flow.action();
    if (action != null) {
      return Stream.ofNullable(sinks.get(action)).toList();
    }
    return EventType.ALL.stream()
        .filter(type -> flow.from().stream().anyMatch(from -> flow.carries(from, type)))
        .flatMap(type -> sinks.values().stream().filter(sink -> sink.accepts(type)).limit(1))
        .toList();
  }
}
