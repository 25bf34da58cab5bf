package dev.patchbay.web;

import dev.patchbay.access.Personal;
import dev.patchbay.event.Answer;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.EventDeliveries;
import dev.patchbay.tracking.LeadList;
import dev.patchbay.tracking.LeadRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One lead: its answers, what was sent of it, what people corrected. */
final class LeadApi implements ApiPart {

  private final EventLog events;

  LeadApi(EventLog events) {
    this.events = events;
  }

  /** An answer of the form. */
  record AnswerRow(@Nullable String label, @Personal @Nullable String value) {}

  /** An event that tells of the lead. */
  record LeadEventRow(UUID id, String type, String connection, Instant at) {}

  /**
   * A lead opened.
   *
   * @param answers as the form asked, each question once
   * @param journey where the customer's journey is told, or {@code null} for a caller nobody knows
   */
  record LeadAnswer(
      LeadRow lead,
      List<AnswerRow> answers,
      List<LeadEventRow> events,
      List<ApiRows.DeliveryRow> deliveries,
      @Nullable String journey) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/leads/{id}",
            "One lead, by its id or that of any event of it.",
            List.of(),
            LeadAnswer.class,
            (sql, call) -> opened(sql, call.id())));
  }

  /** The lead as it stands. */
  LeadAnswer opened(Connection sql, UUID id) throws SQLException, RefusedException {
    LeadRow lead = LeadList.find(sql, id).stream().findFirst().orElseThrow(ApiCall::notFound);
    List<StoredEvent> told =
        new ArrayList<>(events.find(sql, LeadList.events(sql, lead.id())).values());
    told.sort(Comparator.comparing(StoredEvent::time).thenComparing(StoredEvent::id));
    List<AnswerRow> answers = new ArrayList<>();
    List<LeadEventRow> rows = new ArrayList<>();
    for (StoredEvent event : told) {
      rows.add(new LeadEventRow(event.id(), event.type(), event.source(), event.time()));
      EventData data = EventJson.readData(event.data());
      Form form = data.form();
      List<Answer> given = form == null ? null : form.answers();
      for (Answer answer : given == null ? List.<Answer>of() : given) {
        AnswerRow row = new AnswerRow(answer.label(), answer.value());
        if (!answers.contains(row)) {
          answers.add(row);
        }
      }
    }
    return new LeadAnswer(
        lead,
        answers,
        rows,
        EventDeliveries.of(sql, told.stream().map(StoredEvent::id).toList()).stream()
            .map(ApiRows::delivery)
            .toList(),
        lead.customer() == null ? null : CustomerApi.journeyPath(lead.customer()));
  }
}
