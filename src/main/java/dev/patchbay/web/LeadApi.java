package dev.patchbay.web;

import dev.patchbay.access.Personal;
import dev.patchbay.access.Scope;
import dev.patchbay.event.Answer;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.EventDeliveries;
import dev.patchbay.tracking.CorrectionList;
import dev.patchbay.tracking.CorrectionRow;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.LeadList;
import dev.patchbay.tracking.LeadRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** One lead: its answers, what was sent of it, what people corrected. */
final class LeadApi implements ApiPart {

  private final EventLog events;
  private final Corrections corrections;

  LeadApi(EventLog events, Corrections corrections) {
    this.events = events;
    this.corrections = corrections;
  }

  /**
   * What a person says of a lead; what is absent stays as it is. Amounts in minor units.
   *
   * @param takeBack fields, as corrections name them, of which nobody's word is to count any more
   */
  record LeadChange(
      @Nullable String status,
      @Nullable Boolean spam,
      @Nullable Long quoteAmount,
      @Nullable Long saleAmount,
      @Nullable String currency,
      @Nullable String source,
      @Nullable String medium,
      @Nullable String campaign,
      @Nullable String keyword,
      @Nullable List<String> takeBack,
      String why) {}

  /** What was noted; the list shows it within a second. */
  record Corrected(UUID lead, List<String> fields) {}

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
      List<CorrectionRow> corrections,
      @Nullable String journey) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
            "/api/v1/leads/{id}",
            "One lead, by its id or that of any event of it.",
            List.of(),
            LeadAnswer.class,
            (sql, call) -> opened(sql, call.id())),
        ApiRoute.act(
            HttpMethod.PATCH,
            "/api/v1/leads/{id}",
            Scope.CORRECT,
            "Corrects a lead: its status, values or origin. What people say wins over rules.",
            LeadChange.class,
            Corrected.class,
            this::correct));
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
        CorrectionList.of(sql, told.stream().map(StoredEvent::id).toList()),
        lead.customer() == null ? null : CustomerApi.journeyPath(lead.customer()));
  }

  private Object correct(Connection sql, ApiCall call) throws SQLException, RefusedException {
    LeadRow lead =
        LeadList.find(sql, call.id()).stream().findFirst().orElseThrow(ApiCall::notFound);
    LeadChange change = call.body(LeadChange.class);
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    put(values, "status", change.status());
    put(values, "spam", change.spam());
    put(values, "quote_amount", change.quoteAmount());
    put(values, "sale_amount", change.saleAmount());
    put(values, "currency", change.currency());
    put(values, "source", change.source());
    put(values, "medium", change.medium());
    put(values, "campaign", change.campaign());
    put(values, "keyword", change.keyword());
    takeBack(sql, lead, change.takeBack(), values);
    if (values.isEmpty()) {
      throw new RefusedException(
          400, "api.body", "Nothing is to be corrected.", "Give a field, such as status.");
    }
    for (Map.Entry<String, @Nullable String> value : values.entrySet()) {
      try {
        corrections.add(
            sql,
            lead.id(),
            value.getKey(),
            value.getValue(),
            call.caller().name(),
            change.why(),
            call.question().now());
      } catch (Corrections.RefusedException e) {
        throw new RefusedException(
            400, "api.correction", String.valueOf(e.getMessage()), "Mend the value.");
      }
    }
    return new Corrected(lead.id(), List.copyOf(values.keySet()));
  }

  private static void takeBack(
      Connection sql,
      LeadRow lead,
      @Nullable List<String> fields,
      Map<String, @Nullable String> values)
      throws SQLException, RefusedException {
    if (fields == null) {
      return;
    }
    Map<String, Boolean> said = new HashMap<>();
    CorrectionList.of(sql, LeadList.events(sql, lead.id()))
        .forEach(word -> said.put(word.field(), word.value() != null));
    for (String field : fields) {
      if (!Boolean.TRUE.equals(said.get(field)) || values.containsKey(field)) {
        throw new RefusedException(
            400,
            "api.correction",
            "There is no word on '%s' to take back.".formatted(field),
            "Name a field that somebody corrected, and that is not corrected by the same request.");
      }
      values.put(field, null);
    }
  }

  private static void put(
      Map<String, @Nullable String> values, String field, @Nullable Object value) {
    if (value != null) {
      values.put(field, value.toString());
    }
  }
}
