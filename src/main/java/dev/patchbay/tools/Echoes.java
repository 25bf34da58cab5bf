package dev.patchbay.tools;

import dev.patchbay.event.EventData;
import dev.patchbay.eventlog.CustomerEvents;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.CustomerDeliveries;
import dev.patchbay.outbox.CustomerDeliveries.Sent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps changes from going in circles: what a tool tells of our own write goes to nobody, and a
 * mere change goes to no tool that never held the person. Judged from the stored events and
 * deliveries themselves, in the transaction that stores the event, so that no write can be missed.
 */
public final class Echoes {

  /**
   * An event that would be routed.
   *
   * @param wanted where to, in order
   */
  public record Question(StoredEvent event, List<Wanted> wanted) {}

  /**
   * One destination of an event.
   *
   * @param action sink the flow names, or {@code null}
   */
  public record Wanted(String destination, String flow, @Nullable String action) {}

  /**
   * What became of a question.
   *
   * @param echo whether the event is our own write come back
   * @param without destinations that the event does not go to
   */
  public record Answer(boolean echo, Set<Wanted> without) {}

  private final Tools tools;

  /** For the tools of one plan. */
  public Echoes(Tools tools) {
    this.tools = tools;
  }

  /** Whether there is anything to ask about such an event; most need no look at the database. */
  public boolean concerns(StoredEvent event, Collection<Wanted> wanted) {
    return event.customer() != null
        && !wanted.isEmpty()
        && (tools.mayEcho(event.source(), event.type())
            || (event.type().equals(Tools.CHANGE)
                && wanted.stream().anyMatch(each -> isOnlyForHolders(each, event.type()))));
  }

  /**
   * Judges events that are about to be stored, in this order, one after the other.
   *
   * @param enqueued events and destinations that the same transaction enqueues for other events
   * @return by event, only where something is held back
   */
  public Map<UUID, Answer> judge(
      Connection sql, List<Question> questions, Collection<NewSent> enqueued) throws SQLException {
    Map<UUID, Answer> answers = new HashMap<>();
    if (questions.isEmpty()) {
      return answers;
    }
    Set<UUID> customers = new HashSet<>();
    questions.forEach(question -> customers.add(customer(question)));
    Map<UUID, List<StoredEvent>> events = CustomerEvents.ofPeople(sql, customers);
    List<UUID> ids = events.values().stream().flatMap(List::stream).map(StoredEvent::id).toList();
    Map<UUID, List<Sent>> sent = new HashMap<>();
    for (Sent each : CustomerDeliveries.of(sql, ids, tools.names())) {
      sent.computeIfAbsent(each.event(), key -> new ArrayList<>()).add(each);
    }
    Set<NewSent> under = new HashSet<>(enqueued);
    for (Question question : questions) {
      UUID customer = customer(question);
      List<StoredEvent> history = events.computeIfAbsent(customer, key -> new ArrayList<>());
      Answer answer = judge(question, history, sentOf(history, sent), under);
      if (answer.echo() || !answer.without().isEmpty()) {
        answers.put(question.event().id(), answer);
      }
      if (history.stream().noneMatch(known -> known.id().equals(question.event().id()))) {
        history.add(question.event());
      }
      if (!answer.echo()) {
        for (Wanted wanted : question.wanted()) {
          if (!answer.without().contains(wanted)) {
            under.add(new NewSent(customer, wanted.destination()));
          }
        }
      }
    }
    return answers;
  }

  /** A customer and a destination that something is enqueued for. */
  public record NewSent(UUID customer, String destination) {}

  Answer judge(Question question, List<StoredEvent> history, List<Sent> sent, Set<NewSent> under) {
    StoredEvent event = question.event();
    EventData data = EventJson.readData(event.data());
    Map<String, List<Fact>> facts = Facts.of(tools, history, sent);
    if (tools.mayEcho(event.source(), event.type())) {
      Fact told = Facts.told(tools, event, data);
      if (told != null
          && Echo.is(facts.getOrDefault(event.source(), List.of()), told, event.receivedAt())) {
        return new Answer(true, Set.copyOf(question.wanted()));
      }
    }
    Set<Wanted> without = new HashSet<>();
    for (Wanted wanted : question.wanted()) {
      if (event.type().equals(Tools.CHANGE)
          && isOnlyForHolders(wanted, event.type())
          && !under.contains(new NewSent(customer(question), wanted.destination()))
          && !Holding.of(facts.getOrDefault(wanted.destination(), List.of())).isThere()) {
        without.add(wanted);
      }
    }
    return new Answer(false, without);
  }

  private boolean isOnlyForHolders(Wanted wanted, String type) {
    return tools
            .keeper(wanted.destination(), wanted.action(), type)
            .filter(sink -> !sink.keeps().isEmpty())
            .isPresent()
        && !tools.begins(wanted.flow());
  }

  private static List<Sent> sentOf(List<StoredEvent> history, Map<UUID, List<Sent>> sent) {
    List<Sent> mine = new ArrayList<>();
    for (StoredEvent event : history) {
      mine.addAll(sent.getOrDefault(event.id(), List.of()));
    }
    return mine;
  }

  private static UUID customer(Question question) {
    UUID customer = question.event().customer();
    if (customer == null) {
      throw new IllegalArgumentException("Only events of customers are asked about");
    }
    return customer;
  }
}
