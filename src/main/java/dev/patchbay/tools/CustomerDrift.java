package dev.patchbay.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Sink;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.outbox.CustomerDeliveries.Sent;
import dev.patchbay.outbox.EndedDeliveries.Ended;
import dev.patchbay.plan.PlannedFlow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What tools do not agree on about one customer; a pure function of events and deliveries. */
final class CustomerDrift {

  /** A held value and who holds it. */
  private record Word(String connection, Holding.Value value) {}

  private final Tools tools;
  private final UUID customer;
  private final Collection<StoredEvent> events;
  private final Collection<Ended> ended;
  private final Map<String, Holding> holdings = new TreeMap<>();

  /** Since when tools told that they hold the customer no more. */
  private final Map<String, Instant> removed = new HashMap<>();

  private final List<Difference> differences = new ArrayList<>();

  private CustomerDrift(
      Tools tools,
      UUID customer,
      Collection<StoredEvent> events,
      Collection<Sent> sent,
      Collection<Ended> ended) {
    this.tools = tools;
    this.customer = customer;
    this.events = events;
    this.ended = ended;
    Facts.of(tools, events, sent)
        .forEach(
            (tool, facts) -> {
              Holding holding = Holding.of(facts);
              if (holding.isThere()) {
                holdings.put(tool, holding);
              } else if (holding.removed() != null) {
                removed.put(tool, holding.removed().at());
              }
            });
  }

  static List<Difference> of(
      Tools tools,
      UUID customer,
      Collection<StoredEvent> events,
      Collection<Sent> sent,
      Collection<Ended> ended) {
    CustomerDrift drift = new CustomerDrift(tools, customer, events, sent, ended);
    drift.differs();
    drift.missing();
    drift.doubled();
    return drift.differences;
  }

  private void differs() {
    TreeSet<String> fields = new TreeSet<>();
    holdings.values().forEach(holding -> fields.addAll(holding.fields().keySet()));
    for (String field : fields) {
      List<Word> words = new ArrayList<>();
      holdings.forEach(
          (tool, holding) -> {
            Holding.Value value = holding.fields().get(field);
            if (value != null) {
              words.add(new Word(tool, value));
            }
          });
      Word winner = winner(field, words);
      for (Word word : words) {
        if (!PersonFields.same(word.value().text(), winner.value().text())) {
          add(
              Difference.DIFFERS,
              word.connection(),
              field,
              word.value().text(),
              winner.value().text(),
              winner.connection(),
              isWritten(word.connection(), field) ? Difference.WRITE : Difference.BY_HAND);
        }
      }
    }
  }

  /** The connection that the stack trusts for the field; else the newest checked word, else any. */
  private Word winner(String field, List<Word> words) {
    IdentityRules rules = tools.plan().identity();
    String name = field.equals("firstName") || field.equals("lastName") ? "name" : field;
    String trusted = rules.truth().getOrDefault(field, rules.truth().get(name));
    Optional<Word> truth =
        words.stream().filter(word -> word.connection().equals(trusted)).findFirst();
    return truth.orElseGet(
        () ->
            words.stream()
                .max(
                    Comparator.comparing((Word word) -> told(word) && checked(rules, word))
                        .thenComparing(CustomerDrift::told)
                        .thenComparing(word -> word.value().at())
                        .thenComparing(Word::connection))
                .orElseThrow());
  }

  private static boolean told(Word word) {
    return word.value().origin() == Fact.Origin.TOLD;
  }

  private static boolean checked(IdentityRules rules, Word word) {
    return rules.verified().contains(word.connection());
  }

  /** Consent is never written by a repair: only people give it. An email is a record's key. */
  private boolean isWritten(String tool, String field) {
    return !field.startsWith(PersonFields.CONSENT)
        && !field.equals("email")
        && tools
            .keeper(tool, null, Tools.CHANGE)
            .filter(sink -> PersonFields.isKept(sink.keeps(), field))
            .isPresent();
  }

  private void missing() {
    Map<String, PlannedFlow> seen = new TreeMap<>();
    for (StoredEvent event : events) {
      for (PlannedFlow flow : tools.plan().flows(event.source(), event.type())) {
        for (String destination : flow.to()) {
          Sink sink = tools.keeper(destination, flow.action(), event.type()).orElse(null);
          if (sink != null
              && !sink.keeps().isEmpty()
              && Tools.isBeginning(event.type())
              && !holdings.containsKey(destination)
              && !seen.containsKey(destination)
              && !isRemovedSince(event, destination)
              && holds(flow.where(), event)
              && !isCanceled(event, destination)) {
            seen.put(destination, flow);
            add(
                Difference.MISSING,
                destination,
                null,
                null,
                null,
                flow.name(),
                isDead(event, destination) ? Difference.REPLAY : Difference.WRITE);
          }
        }
      }
    }
  }

  private void doubled() {
    holdings.forEach(
        (tool, holding) -> {
          if (holding.externalIds().size() > 1) {
            add(Difference.DOUBLED, tool, null, null, null, tool, Difference.MERGE_THERE);
          }
        });
  }

  /** Whoever was deleted in a tool is not missing there, until something new is to be told it. */
  private boolean isRemovedSince(StoredEvent event, String destination) {
    Instant end = removed.get(destination);
    return end != null && !event.receivedAt().isAfter(end);
  }

  private boolean isCanceled(StoredEvent event, String destination) {
    return ended.stream()
        .anyMatch(
            each ->
                each.event().equals(event.id())
                    && each.destination().equals(destination)
                    && !each.dead());
  }

  private boolean isDead(StoredEvent event, String destination) {
    return ended.stream()
        .anyMatch(
            each ->
                each.event().equals(event.id())
                    && each.destination().equals(destination)
                    && each.dead());
  }

  private static boolean holds(@Nullable Mapping where, StoredEvent event) {
    if (where == null) {
      return true;
    }
    try {
      JsonNode result = where.apply(EventJson.tree(event.data()), Map.of());
      return result.isBoolean()
          ? result.booleanValue()
          : !result.isNull() && !result.isMissingNode();
    } catch (MappingException e) {
      return false;
    }
  }

  private void add(
      String kind,
      String tool,
      @Nullable String field,
      @Nullable String value,
      @Nullable String should,
      String by,
      String repair) {
    Holding holding = holdings.get(tool);
    List<String> ids =
        holding == null
            ? List.of()
            : holding.externalIds().keySet().stream().sorted().collect(Collectors.toList());
    differences.add(new Difference(customer, kind, tool, field, value, should, by, ids, repair));
  }
}
