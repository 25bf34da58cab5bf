package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One lead opened: everything that is known of it, as its page shows it. */
final class LeadDetail {

  private static final String MOST_REPEATS = "50";

  private record AnswerLine(@Nullable String label, @Nullable String value) {}

  private record EventLine(UUID id, String type, String connection, Instant at) {}

  private record DeliveryLine(
      UUID id,
      String destination,
      @Nullable String action,
      String state,
      int attempts,
      @Nullable Instant finishedAt,
      @Nullable Instant dueAt,
      @Nullable String errorText) {}

  private record CorrectionLine(
      String field, @Nullable String value, String by, @Nullable String why, Instant at) {}

  private record Opened(
      LeadLine lead,
      List<AnswerLine> answers,
      List<EventLine> events,
      List<DeliveryLine> deliveries,
      List<CorrectionLine> corrections,
      @Nullable String journey) {}

  /** One of the lead's clocks; {@code level} and {@code note} tell of its target. */
  record ClockLine(String title, String about, @Nullable Long ms, String level, String note) {}

  /** A delivery in words. */
  record SentLine(UUID id, String to, String level, String state, String note, Instant at) {}

  /** A correction in words; {@code field} where it counts, and can be taken back. */
  record SaidLine(String what, String by, String why, Instant at, @Nullable String field) {}

  private final Times times;
  private final Money money;
  private final String usualCurrency;

  LeadDetail(Times times, Money money, String usualCurrency) {
    this.times = times;
    this.money = money;
    this.usualCurrency = usualCurrency;
  }

  /** What the template shows; {@code form} and {@code errors} may be put over it. */
  Map<String, Object> read(PageCall call, String id) throws RefusedException {
    Opened opened = call.read("/api/v1/leads/" + id, Map.of(), Opened.class);
    LeadLine lead = opened.lead();
    LeadLine standing = standing(lead, opened.corrections());
    Map<String, Object> values = new HashMap<>();
    values.put("lead", standing);
    values.put("who", lead.who());
    values.put("how", LeadWords.how(lead));
    values.put("level", LeadWords.level(standing.status()));
    values.put("origin", LeadWords.origin(lead));
    values.put("late", standing.isLate(times.now()));
    values.put("target", target(standing));
    values.put("clocks", clocks(standing));
    values.put("answers", opened.answers());
    values.put("events", opened.events());
    values.put("sent", opened.deliveries().stream().map(this::sent).toList());
    Set<CorrectionLine> counting = counting(opened.corrections());
    values.put(
        "said",
        opened.corrections().stream()
            .map(said -> said(said, lead, counting.contains(said)))
            .toList());
    values.put("recording", LeadWords.link(lead.recordingUrl()));
    values.put("repeats", repeats(call, lead));
    List<ToolModels.Tool> gone = gone(call, lead);
    values.put("gone", gone);
    values.put("sameConnection", Map.of("connection", lead.connection()));
    values.put("statuses", LeadWords.STATUSES);
    values.put("form", LeadForm.of(standing, usualCurrency));
    values.put("errors", Map.of());
    values.put("saved", "");
    values.put("whole", !call.isPart());
    values.put(
        "state",
        Integer.toHexString(
            Objects.hash(
                standing.status(),
                lead.changedAt(),
                values.get("sent"),
                values.get("said"),
                gone)));
    return values;
  }

  /** Tools that deleted whoever wrote or called. */
  private static List<ToolModels.Tool> gone(PageCall call, LeadLine lead) throws RefusedException {
    UUID customer = lead.customer();
    return customer == null
        ? List.of()
        : call.read("/api/v1/customers/" + customer + "/tools", Map.of(), ToolModels.Tools.class)
            .removed();
  }

  /** Leads that belong to this one. */
  private static List<LeadLine> repeats(PageCall call, LeadLine lead) throws RefusedException {
    UUID customer = lead.customer();
    if (customer == null || lead.duplicateOf() != null) {
      return List.of();
    }
    return call.list(
            "/api/v1/leads",
            Map.of(
                "customer",
                customer.toString(),
                "duplicateOf",
                lead.id().toString(),
                "limit",
                MOST_REPEATS),
            LeadLine.class)
        .rows();
  }

  /** The lead with what people said since its row was made: rows follow within a second. */
  private static LeadLine standing(LeadLine lead, List<CorrectionLine> corrections) {
    Map<String, String> said = new HashMap<>();
    corrections.stream()
        .filter(word -> word.at().isAfter(lead.changedAt()))
        .sorted(Comparator.comparing(CorrectionLine::at))
        .forEach(
            word -> {
              if (word.value() == null) {
                said.remove(word.field());
              } else {
                said.put(word.field(), word.value());
              }
            });
    String status = said.getOrDefault("status", lead.status());
    if (said.containsKey("spam")) {
      status = said.get("spam").equals("true") ? "spam" : status.equals("spam") ? "new" : status;
    }
    return lead.with(
        status,
        amount(said.get("quote_amount"), lead.quoteAmount()),
        amount(said.get("sale_amount"), lead.saleAmount()),
        said.getOrDefault("currency", lead.currency()));
  }

  private static @Nullable Long amount(@Nullable String said, @Nullable Long before) {
    return said == null || said.isEmpty() ? before : Long.valueOf(said);
  }

  private String target(LeadLine lead) {
    Instant due = lead.touchDueAt();
    if (lead.isWaiting()) {
      return due == null
          ? "Nobody has answered yet."
          : lead.isLate(times.now())
              ? "Nobody has answered yet; somebody should have by " + times.at(due) + "."
              : "Nobody has answered yet; somebody should by " + times.at(due) + ".";
    }
    if (lead.contactedAt() == null) {
      return "";
    }
    String answered = "Answered " + times.at(lead.contactedAt());
    if (due == null) {
      return answered + ".";
    }
    return answered
        + (lead.isLate(times.now()) ? ", too late: it was due by " : ", in time: it was due by ")
        + times.at(due)
        + ".";
  }

  private List<ClockLine> clocks(LeadLine lead) {
    boolean late = lead.isLate(times.now());
    boolean targeted = lead.touchDueAt() != null && (late || lead.touchMs() != null);
    return List.of(
        new ClockLine("Capture", "happened to heard of", lead.captureMs(), "", ""),
        new ClockLine("Pipeline", "heard of to first try at the CRM", lead.pipelineMs(), "", ""),
        new ClockLine("Write", "first try to accepted", lead.writeMs(), "", ""),
        new ClockLine("Delivery", "heard of to in the CRM", lead.deliveryMs(), "", ""),
        new ClockLine(
            "Touch",
            "heard of to answered by a person, in opening hours",
            lead.touchMs(),
            late ? "bad" : "ok",
            targeted ? (late ? "past target" : "in time") : ""));
  }

  private SentLine sent(DeliveryLine delivery) {
    String tries = delivery.attempts() == 1 ? "1 try" : delivery.attempts() + " tries";
    String error = delivery.errorText() == null ? "" : delivery.errorText();
    String to =
        delivery.destination() + (delivery.action() == null ? "" : " (" + delivery.action() + ")");
    return switch (delivery.state().toLowerCase(Locale.ROOT)) {
      case "delivered" -> new SentLine(delivery.id(), to, "ok", "accepted", tries, at(delivery));
      case "dead" -> new SentLine(delivery.id(), to, "bad", "given up", error, at(delivery));
      case "canceled" -> new SentLine(delivery.id(), to, "", "never sent", error, at(delivery));
      default ->
          new SentLine(
              delivery.id(),
              to,
              "warn",
              "waits",
              delivery.attempts() == 0 ? "not tried yet" : tries + " so far. " + error,
              at(delivery));
    };
  }

  private Instant at(DeliveryLine delivery) {
    Instant at = delivery.finishedAt() == null ? delivery.dueAt() : delivery.finishedAt();
    return at == null ? times.now() : at;
  }

  /** The newest of each field, unless it takes back. */
  private static Set<CorrectionLine> counting(List<CorrectionLine> corrections) {
    Map<String, CorrectionLine> newest = new HashMap<>();
    corrections.stream()
        .sorted(Comparator.comparing(CorrectionLine::at))
        .forEach(word -> newest.put(word.field(), word));
    newest.values().removeIf(word -> word.value() == null);
    return Set.copyOf(newest.values());
  }

  private SaidLine said(CorrectionLine said, LeadLine lead, boolean counts) {
    String value = said.value();
    List<String> words = new ArrayList<>();
    words.add(LeadWords.field(said.field()));
    if (value == null) {
      words.add("taken back");
    } else if (said.field().endsWith("_amount")) {
      words.add("is " + money.of(Long.valueOf(value), lead.currency()));
    } else if (said.field().equals("spam")) {
      words = List.of(value.equals("true") ? "it is spam" : "it is no spam");
    } else {
      words.add("is " + value);
    }
    return new SaidLine(
        LeadWords.title(String.join(" ", words)),
        said.by(),
        said.why() == null ? "" : said.why(),
        said.at(),
        counts ? said.field() : null);
  }
}
