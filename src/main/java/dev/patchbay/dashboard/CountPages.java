package dev.patchbay.dashboard;

import dev.patchbay.dashboard.Shown.Figure;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The same people counted at every hop, so that the difference of two tools has names. */
final class CountPages implements PagePart {

  private static final String PAGE = "/app/counts";
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.US);
  private static final Map<String, String> HOPS = hops();
  private static final int MOST = 4;

  /** From so many clicks on that never landed, it is worth a sentence. */
  private static final int LOST = 5;

  private final Times times;

  CountPages(Times times) {
    this.times = times;
  }

  /** The ledger as the API tells it. */
  record Ledger(String per, String by, List<Row> rows, List<Forms> forms) {}

  /** Forms of a whole period. */
  record Forms(LocalDate period, Figure submitted, Figure arrived, long lost) {}

  /** A period and campaign. */
  record Row(
      LocalDate period,
      String group,
      @Nullable Figure clicks,
      Figure landed,
      @Nullable Figure submitted,
      Figure received,
      @Nullable Figure inCrm,
      @Nullable Figure notInCrm,
      @Nullable Figure uploaded,
      @Nullable Figure accepted,
      @Nullable Figure notAccepted) {}

  /** A line of the table. */
  record Line(
      String period,
      String group,
      Shown clicks,
      Shown landed,
      Shown submitted,
      Shown received,
      Shown inCrm,
      Shown notInCrm,
      Shown uploaded,
      Shown accepted,
      Shown notAccepted) {}

  /** A difference in a sentence, with the way to the names. */
  record Difference(String text, @Nullable String href, String names) {}

  /** A lead by name. */
  record Lead(
      UUID id,
      @Nullable UUID customer,
      String channel,
      String connection,
      Instant at,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      String source,
      @Nullable String campaign,
      String status,
      String crm,
      @Nullable String crmReason,
      String ads) {

    /** {@code toString} names no one: people must not reach logs. */
    @Override
    public String toString() {
      return "Lead[id=" + id + "]";
    }
  }

  @Override
  public List<PageRoute> routes() {
    return List.of(
        PageRoute.get(PAGE, this::counts).framed("Counts"),
        PageRoute.get(PAGE + "/leads", this::leads));
  }

  private PageAnswer counts(PageCall call) throws RefusedException {
    ReportingPeriod period = Periods.of(call, times);
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put("per", "day".equals(call.text("per")) ? "day" : "month");
    kept.put("by", "source".equals(call.text("by")) ? "source" : "campaign");
    kept.putAll(call.given(List.of("source", "campaign")));
    Map<String, String> asked = period.asked();
    asked.putAll(kept);
    Ledger ledger = call.read("/api/v1/ledger", asked, Ledger.class);
    Map<String, Object> values = new HashMap<>();
    values.put("period", period);
    values.put("kept", kept);
    values.put("lines", ledger.rows().stream().map(row -> line(row, ledger.per())).toList());
    values.put("lost", lostForms(ledger));
    values.put("differences", differences(ledger));
    values.put("ads", ledger.rows().stream().anyMatch(row -> row.uploaded() != null));
    values.put("crm", ledger.rows().stream().anyMatch(row -> row.inCrm() != null));
    return PageAnswer.html("counts", values);
  }

  private Line line(Row row, String per) {
    return new Line(
        period(row.period(), per),
        row.group(),
        Shown.count(row.clicks()),
        Shown.count(row.landed()),
        Shown.count(row.submitted()),
        Shown.count(row.received()),
        Shown.count(row.inCrm()),
        Shown.count(row.notInCrm()),
        Shown.count(row.uploaded()),
        Shown.count(row.accepted()),
        Shown.count(row.notAccepted()));
  }

  private String period(LocalDate first, String per) {
    return per.equals("day") ? times.day(first) : MONTH.format(first);
  }

  /** Forms that visitors sent and that never arrived, period by period, the latest first. */
  private List<Difference> lostForms(Ledger ledger) {
    return ledger.forms().stream()
        .sorted(Comparator.comparing(Forms::period).reversed())
        .map(forms -> lost(forms, period(forms.period(), ledger.per()), isOver(forms, ledger)))
        .flatMap(Optional::stream)
        .limit(MOST)
        .toList();
  }

  private boolean isOver(Forms forms, Ledger ledger) {
    LocalDate first = forms.period();
    LocalDate next = ledger.per().equals("day") ? first.plusDays(1) : first.plusMonths(1);
    return !next.isAfter(times.today());
  }

  /** What the site says of its forms, where clearly fewer arrived. */
  static Optional<Difference> lost(Forms forms, String period, boolean over) {
    if (forms.lost() == 0) {
      return Optional.empty();
    }
    long submitted = forms.submitted().count();
    Money money = new Money();
    return Optional.of(
        new Difference(
            "%s: %s forms were sent on the site and %s. Visitors sent %s, %s came in by form or mail."
                .formatted(
                    period,
                    money.count(forms.lost()),
                    over ? "never arrived" : "have not arrived so far",
                    money.count(submitted),
                    money.count(forms.arrived().count())),
            Shown.count(forms.submitted()).href(),
            "See the %s that were sent".formatted(money.count(submitted))));
  }

  /** The largest differences: between what came in and the CRM, then between clicks and visits. */
  private List<Difference> differences(Ledger ledger) {
    List<Row> rows = new ArrayList<>();
    for (Row row : ledger.rows()) {
      if (missing(row).count() > 0 || lostClicks(row) >= LOST) {
        rows.add(row);
      }
    }
    rows.sort(
        Comparator.comparing((Row row) -> -missing(row).value())
            .thenComparing(row -> -lostClicks(row)));
    return rows.stream()
        .limit(MOST)
        .map(row -> difference(row, period(row.period(), ledger.per())))
        .toList();
  }

  /** Clicks that the ad tool counts and our site never saw. */
  private static double lostClicks(Row row) {
    Figure clicks = row.clicks();
    return clicks == null ? 0 : clicks.value() - row.landed().value();
  }

  private static Figure missing(Row row) {
    Figure missing = row.notInCrm();
    return missing == null ? Figure.NONE : missing;
  }

  /** What two tools say of one campaign. */
  static Difference difference(Row row, String period) {
    Figure clicks = row.clicks();
    Figure inCrm = row.inCrm();
    Money money = new Money();
    String start =
        clicks == null
            ? "%s, %s: ".formatted(title(row.group()), period)
            : "%s, %s: the ad tool says %s clicks, our site saw %s. "
                .formatted(
                    title(row.group()),
                    period,
                    money.count(clicks.count()),
                    Shown.so(row.landed().count(), "visit", "visits"));
    return new Difference(
        start
            + "%s came in, the CRM has %s."
                .formatted(
                    Shown.so(row.received().count(), "lead", "leads"),
                    money.count(inCrm == null ? 0 : inCrm.count())),
        missing(row).count() == 0 ? null : Shown.count(row.notInCrm()).href(),
        "See the %s by name".formatted(money.count(missing(row).count())));
  }

  private static String title(String group) {
    return group.equals(Parameter.NONE) ? "Without a campaign" : group;
  }

  private PageAnswer leads(PageCall call) throws RefusedException {
    Map<String, String> asked = Narrowing.of(call);
    PageCall.Listing<Lead> page = call.list("/api/v1/ledger/leads", asked, Lead.class);
    String hop = call.text("hop");
    Map<String, Object> values = new HashMap<>();
    values.put("leads", page.rows());
    values.put("title", hop == null ? "Leads by name" : HOPS.getOrDefault(hop, "Leads by name"));
    values.put("narrowed", Narrowing.words(asked, times));
    values.put("more", page.later(PAGE + "/leads", asked, "after"));
    return PageAnswer.html("ledger-leads", values);
  }

  private static Map<String, String> hops() {
    Map<String, String> hops = new LinkedHashMap<>();
    hops.put("in-crm", "Leads that are in the CRM");
    hops.put("not-in-crm", "Leads that are not in the CRM, and why");
    hops.put("uploaded", "Leads sent to ad platforms");
    hops.put("not-uploaded", "Leads not sent to ad platforms");
    hops.put("by-form", "Leads that came by a form or a mail");
    hops.put("accepted", "Leads that ad platforms accepted");
    hops.put("not-accepted", "Leads that no ad platform accepted");
    return hops;
  }
}
