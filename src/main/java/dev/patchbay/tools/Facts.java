package dev.patchbay.tools;

import dev.patchbay.connector.Sink;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Person;
import dev.patchbay.event.Removal;
import dev.patchbay.eventlog.RemovedRecords;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.CustomerDeliveries.Sent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One customer's events and deliveries as facts about tools; a pure function of the two sets. */
final class Facts {

  private record Read(StoredEvent event, EventData data, Map<String, String> fields) {}

  private final Tools tools;
  private final Map<UUID, Read> events = new HashMap<>();
  private final Map<String, List<Fact>> byTool = new HashMap<>();

  private Facts(Tools tools) {
    this.tools = tools;
  }

  /**
   * The facts, by tool, in {@link Fact#ORDER}.
   *
   * @param events all of the customer's that name a person; test events count for nothing
   * @param sent deliveries of these events, pending or accepted
   */
  static Map<String, List<Fact>> of(
      Tools tools, Collection<StoredEvent> events, Collection<Sent> sent) {
    Facts facts = new Facts(tools);
    for (StoredEvent event : events) {
      EventData data = EventJson.readData(event.data());
      if (!Boolean.TRUE.equals(data.test())) {
        facts.events.put(event.id(), new Read(event, data, PersonFields.of(event.type(), data)));
      }
    }
    facts.told();
    facts.written(sent);
    facts.byTool.values().forEach(list -> list.sort(Fact.ORDER));
    return facts.byTool;
  }

  /** What an event tells of its own tool's record, or {@code null} when it tells nothing of it. */
  static @Nullable Fact told(Tools tools, StoredEvent event, EventData data) {
    boolean removes = tools.tellsRemoval(event.source(), event.type());
    if (!removes && !tools.tells(event.source(), event.type())) {
      return null;
    }
    String system = tools.system(event.source());
    Instant at = event.time().isBefore(event.receivedAt()) ? event.time() : event.receivedAt();
    return new Fact(
        Fact.Origin.TOLD,
        at,
        event.time(),
        event.id(),
        event.id(),
        externalId(system, data.person()),
        removes || RemovedRecords.isRecord(event.type()) ? record(system, data.person()) : null,
        PersonFields.of(event.type(), data),
        Map.of(),
        removes,
        removes ? reason(data.removal()) : null);
  }

  private void told() {
    for (Read read : events.values()) {
      Fact fact = told(tools, read.event(), read.data());
      if (fact != null) {
        add(read.event().source(), fact);
      }
    }
  }

  private void written(Collection<Sent> sent) {
    List<Read> heard = new ArrayList<>(events.values());
    heard.sort(
        Comparator.comparing((Read read) -> read.event().receivedAt())
            .thenComparing(read -> read.event().id()));
    for (Sent each : sent) {
      Read read = events.get(each.event());
      Sink sink =
          read == null
              ? null
              : tools.keeper(each.destination(), each.action(), read.event().type()).orElse(null);
      if (read != null && sink != null) {
        add(each.destination(), written(each, sink, read, heard));
      }
    }
  }

  /**
   * What a mapping writes: what the event says, and where it is silent what was known of the
   * customer when the request was made, which was between enqueuing and accepting.
   */
  private static Fact written(Sent sent, Sink sink, Read read, List<Read> heard) {
    Instant at = writtenAt(sent);
    Map<String, String> fields = new TreeMap<>();
    Map<String, Set<String>> perhaps = new HashMap<>();
    for (Read before : heard) {
      if (before.event().receivedAt().isAfter(at)) {
        break;
      }
      boolean during = !before.event().receivedAt().isBefore(sent.enqueuedAt());
      before
          .fields()
          .forEach(
              (field, value) -> {
                if (!PersonFields.isFilledIn(field)
                    || read.fields().containsKey(field)
                    || !PersonFields.isKept(sink.keeps(), field)) {
                  return;
                }
                String last = fields.put(field, value);
                if (during && last != null) {
                  perhaps.computeIfAbsent(field, key -> new HashSet<>()).add(last);
                }
              });
    }
    read.fields()
        .forEach(
            (field, value) -> {
              if (PersonFields.isKept(sink.keeps(), field)) {
                fields.put(field, value);
              }
            });
    return new Fact(
        Fact.Origin.WRITTEN,
        at,
        at,
        sent.id(),
        sent.event(),
        null,
        null,
        fields,
        perhaps,
        sink.removes(),
        null);
  }

  private static Instant writtenAt(Sent sent) {
    Instant finished = sent.acceptedAt();
    return finished == null ? Fact.PENDING : finished;
  }

  private static @Nullable String externalId(String system, @Nullable Person person) {
    return person == null || person.externalIds() == null ? null : person.externalIds().get(system);
  }

  /** The first of the tool's own ids: of its people, else of its leads and the like. */
  private static String record(String system, @Nullable Person person) {
    return person == null || person.externalIds() == null
        ? ""
        : new TreeMap<>(person.externalIds())
            .entrySet().stream()
                .filter(id -> id.getKey().equals(system) || id.getKey().startsWith(system + "-"))
                .map(id -> id.getKey() + ':' + id.getValue())
                .findFirst()
                .orElse("");
  }

  private static String reason(@Nullable Removal removal) {
    String reason = removal == null ? null : removal.reason();
    return reason == null ? Removal.DELETED : reason;
  }

  private void add(String tool, Fact fact) {
    byTool.computeIfAbsent(tool, key -> new ArrayList<>()).add(fact);
  }
}
