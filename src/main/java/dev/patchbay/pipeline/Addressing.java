package dev.patchbay.pipeline;

import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.tools.Echoes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** From events and their recipients to what is enqueued, without echoes of our own writes. */
final class Addressing {

  private record Addressed(StoredEvent event, List<Routing.Recipient> recipients) {}

  private final Echoes judge;
  private final List<Addressed> all = new ArrayList<>();
  private final List<Echoes.Question> questions = new ArrayList<>();
  private final Set<UUID> echoes = new HashSet<>();

  Addressing(Echoes judge) {
    this.judge = judge;
  }

  /** Takes one event with those it would go to. */
  void add(StoredEvent event, List<Routing.Recipient> recipients) {
    all.add(new Addressed(event, recipients));
    List<Echoes.Wanted> wanted = recipients.stream().map(Addressing::wanted).toList();
    if (judge.concerns(event, wanted)) {
      questions.add(new Echoes.Question(event, wanted));
    }
  }

  /** What is to be enqueued, in the order of the events. */
  List<NewDelivery> deliveries(Connection connection) throws SQLException {
    Map<UUID, Echoes.Answer> answers = judge.judge(connection, questions, others());
    List<NewDelivery> deliveries = new ArrayList<>();
    for (Addressed addressed : all) {
      StoredEvent event = addressed.event();
      Echoes.Answer answer = answers.get(event.id());
      if (answer != null && answer.echo()) {
        echoes.add(event.id());
        continue;
      }
      for (Routing.Recipient recipient : addressed.recipients()) {
        if (answer == null || !answer.without().contains(wanted(recipient))) {
          deliveries.add(
              new NewDelivery(
                  event.id(),
                  event.customer(),
                  recipient.destination(),
                  event.source(),
                  recipient.flow(),
                  recipient.action(),
                  event.receivedAt()));
        }
      }
    }
    return deliveries;
  }

  /** Events that were our own writes come back; known after {@link #deliveries}. */
  Set<UUID> echoes() {
    return echoes;
  }

  /** What the same transaction sends on of events that nobody is asked about. */
  private Set<Echoes.NewSent> others() {
    Set<Echoes.NewSent> others = new HashSet<>();
    if (questions.isEmpty()) {
      return others;
    }
    Set<UUID> asked = new HashSet<>();
    questions.forEach(question -> asked.add(question.event().id()));
    for (Addressed addressed : all) {
      UUID customer = addressed.event().customer();
      if (customer != null && !asked.contains(addressed.event().id())) {
        addressed
            .recipients()
            .forEach(
                recipient -> others.add(new Echoes.NewSent(customer, recipient.destination())));
      }
    }
    return others;
  }

  private static Echoes.Wanted wanted(Routing.Recipient recipient) {
    return new Echoes.Wanted(recipient.destination(), recipient.flow(), recipient.action());
  }
}
