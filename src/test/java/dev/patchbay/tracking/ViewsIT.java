package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.db.TestDatabase;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each number of each view is the number, or the sum, of the rows that it opens down to. */
class ViewsIT {

  private static final Question QUESTION =
      new Question(ZoneId.of("America/Chicago"), "US", Instant.parse("2026-11-20T15:00:00Z"));
  private static final LedgerLeads LEDGER = new LedgerLeads(Set.of("crm"), Set.of("ads"));
  private static final Map<String, RowList<?>> LISTS = new TreeMap<>();

  private static TestDatabase test;

  @BeforeAll
  static void fill() {
    Stream.of(
            LeadList.ROWS,
            TrackingLists.VISITS,
            TrackingLists.SUBMISSIONS,
            TrackingLists.SALES,
            TrackingLists.TOUCHES,
            TrackingLists.SPEND,
            TrackingLists.MEASUREMENTS)
        .forEach(list -> LISTS.put(list.name(), list));
    test = TestDatabase.create();
    test.database()
        .inTransaction(
            sql -> {
              TrackingRows.fill(sql, 0.25, 400);
              deliveries(sql);
              return true;
            });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void everyNumberOfTheFunnelOpensDownToItsRows() {
    for (String by :
        List.of(
            "source", "medium", "campaign", "landingPage", "connection", "day", "week", "month")) {
      opens("funnel by " + by, random(by.hashCode(), Map.of("by", by)), Funnel::view);
    }
    opens("funnel of a source", Map.of("source", "google", "by", "campaign"), Funnel::view);
    opens("funnel of no campaign", Map.of("campaign", Parameter.NONE), Funnel::view);
    opens("funnel of calls", Map.of("channel", "call"), Funnel::view);
  }

  @Test
  void everyNumberOfAttributionOpensDownToItsRows() {
    for (String by : List.of("source", "medium", "campaign", "keyword", "landingPage")) {
      opens("attribution by " + by, random(by.hashCode(), Map.of("by", by)), AttributionView::view);
    }
  }

  @Test
  void everyNumberOfThePagesAndTheLedgerOpensDownToItsRows() {
    opens("pages", Map.of(), PageSpeedView::view);
    for (String per : List.of("day", "month")) {
      for (String by : List.of("campaign", "source")) {
        opens(
            "ledger",
            Map.of("per", per, "by", by, "from", "2026-03-07", "to", "2026-03-12"),
            new CountLedger(LEDGER)::view);
      }
    }
    opens(
        "ledger of a quarter",
        Map.of("from", "2026-01-01", "to", "2026-04-01"),
        new CountLedger(LEDGER)::view);
    opens(
        "statuses",
        Map.of("source", "google"),
        (sql, given, question) -> LeadList.statuses(sql, given, question));
  }

  @Test
  void theFunnelsTotalIsTheSumOfItsRowsAndStagesOnlyShrink() {
    Funnel.View view = at(sql -> Funnel.view(sql, year(Map.of("by", "month")), QUESTION));
    assertThat(view.rows()).hasSizeGreaterThan(11);
    assertThat(view.rows().stream().mapToDouble(row -> row.leads().value()).sum())
        .isEqualTo(view.total().leads().value())
        .isPositive();
    for (Funnel.Row row : view.rows()) {
      assertThat(
              List.of(
                  -row.leads().value(),
                  -row.contacted().value(),
                  -row.qualified().value(),
                  -row.quoted().value(),
                  -row.won().value()))
          .isSorted();
    }
    assertThat(view.total().leadToContactedMs()).isBetween(1L, 7_200_000L);
  }

  @Test
  void aToolWhoseClockIsBehindTookNoTimeAtAll() {
    Funnel.View view =
        at(
            sql -> {
              try (Statement statement = sql.createStatement()) {
                statement.execute("update lead set won_at = at - interval '2 s' where won_at > at");
              }
              return Funnel.view(sql, year(Map.of("by", "month")), QUESTION);
            });
    assertThat(view.total().leadToWonMs()).isZero();
    assertThat(view.total().leadToContactedMs()).isPositive();
  }

  @Test
  void everyModelCreditsEachLeadOnce() {
    AttributionView.View view =
        at(sql -> AttributionView.view(sql, year(Map.of("by", "source")), QUESTION));
    double leads =
        at(
            sql ->
                (double)
                    LeadList.ROWS.count(
                        sql, year(Map.of("spam", "out", "duplicates", "out")), QUESTION));
    assertThat(view.currency()).isEqualTo("USD");
    for (int model = 0; model < 6; model++) {
      int at = model;
      assertThat(
              view.rows().stream().mapToDouble(row -> credits(row).get(at).leads().value()).sum())
          .isCloseTo(leads, within(0.01));
    }
    AttributionView.Row google =
        view.rows().stream().filter(row -> row.group().equals("google")).findFirst().orElseThrow();
    assertThat(google.cost()).isNotNull();
    assertThat(google.linear().costPerLead())
        .isCloseTo(google.cost().value() / google.linear().leads().value(), within(0.01));
    assertThat(google.linear().returnOnAdSpend())
        .isCloseTo(google.linear().revenue().value() / google.cost().value(), within(0.01));
  }

  @Test
  void theSlowPageThatLosesLeadsStandsOut() {
    PageSpeedView.View view =
        at(
            sql -> {
              try (Statement statement = sql.createStatement()) {
                statement.execute(
                    "update visit set lead = null where landing_page like '%slow' and random() < 0.8");
              }
              return PageSpeedView.view(sql, year(Map.of()), QUESTION);
            });
    assertThat(view.rows().get(0).page()).endsWith("/slow");
    assertThat(view.rows().get(0).standsOut()).contains("The form can be used after");
    assertThat(view.rows().stream().skip(1)).allMatch(row -> row.standsOut() == null);
    assertThat(view.site().formUsableMs()).isLessThan(4000);
  }

  @Test
  void theLedgerNamesEachLeadThatIsNotInTheCrmWithItsReason() {
    Map<String, String> asked = year(Map.of("hop", "not-in-crm"));
    List<LedgerLead> missing = new ArrayList<>();
    at(
        sql -> {
          String after = null;
          do {
            Page<LedgerLead> page = LEDGER.page(sql, asked, QUESTION, after, 7);
            missing.addAll(page.rows());
            after = page.next();
          } while (after != null);
          return true;
        });
    assertThat(missing).extracting(LedgerLead::id).doesNotHaveDuplicates();
    assertThat(missing)
        .extracting(LedgerLead::crm)
        .contains("pending", "dead", "canceled", "spam", "duplicate", "not_routed")
        .doesNotContain("accepted");
    assertThat(missing).allMatch(lead -> lead.crmReason() != null);
    assertThat(missing)
        .filteredOn(lead -> lead.crm().equals("dead"))
        .allMatch(lead -> lead.crmReason().contains("crm.rejected (no such field)"));
    long accepted =
        at(
            sql ->
                (long)
                    LEDGER
                        .page(sql, year(Map.of("hop", "in-crm")), QUESTION, null, 10_000)
                        .rows()
                        .size());
    assertThat(accepted + missing.size())
        .isEqualTo(at(sql -> LeadList.ROWS.count(sql, year(Map.of()), QUESTION)));
  }

  private static List<AttributionView.Credit> credits(AttributionView.Row row) {
    return List.of(
        row.first(),
        row.last(),
        row.lastNonDirect(),
        row.linear(),
        row.timeDecay(),
        row.positionBased());
  }

  private static Map<String, String> year(Map<String, String> given) {
    Map<String, String> year = new TreeMap<>(given);
    year.put("from", "2026-01-01");
    year.put("to", "2027-01-01");
    return year;
  }

  /** Some weeks of the year, never the same ones. */
  private static Map<String, String> random(int seed, Map<String, String> given) {
    Random random = new Random(seed);
    Map<String, String> period = new TreeMap<>(given);
    Instant from = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(20_000_000));
    period.put("from", from.toString());
    period.put("to", from.plusSeconds(3_000_000 + random.nextInt(3_000_000)).toString());
    return period;
  }

  private interface View {
    Object of(Connection sql, Map<String, String> given, Question question) throws SQLException;
  }

  private static void opens(String name, Map<String, String> given, View view) {
    List<Figure> figures = new ArrayList<>();
    at(
        sql -> {
          collect(view.of(sql, given, QUESTION), figures);
          assertThat(figures).as(name).isNotEmpty();
          assertThat(figures.stream().mapToDouble(Figure::value).sum()).as(name).isPositive();
          for (Figure figure : figures) {
            assertThat(figure.value())
                .as("%s: %s of %s", name, figure.sumOf(), figure.open())
                .isCloseTo(opened(sql, figure), within(0.001 * Math.max(1, figure.value())));
          }
          return true;
        });
  }

  private static void collect(Object value, List<Figure> figures) {
    if (value instanceof Figure figure) {
      figures.add(figure);
    } else if (value instanceof Collection<?> list) {
      list.forEach(element -> collect(element, figures));
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        collect(read(component.getAccessor(), value), figures);
      }
    }
  }

  private static double opened(Connection sql, Figure figure) throws SQLException {
    double sum = 0;
    String after = null;
    do {
      Page<? extends Record> page =
          figure.open().list().equals("ledger/leads")
              ? LEDGER.page(sql, figure.open().where(), QUESTION, after, 60)
              : LISTS
                  .get(figure.open().list())
                  .page(sql, known(figure.open()), QUESTION, null, after, 60);
      for (Record row : page.rows()) {
        sum += weight(row, figure.sumOf());
      }
      after = page.next();
    } while (after != null);
    return sum;
  }

  /** A parameter that the list does not know would be refused by the API. */
  private static Map<String, String> known(Open open) {
    List<String> names = LISTS.get(open.list()).parameters().stream().map(Parameter::name).toList();
    assertThat(names).as(open.path()).containsAll(open.where().keySet());
    return open.where();
  }

  private static double weight(Record row, String sumOf) {
    if (sumOf == null) {
      return 1;
    }
    double weight = 1;
    for (String part : sumOf.split("\\*")) {
      try {
        Object value = read(row.getClass().getDeclaredMethod(part), row);
        weight *= value == null ? 0 : ((Number) value).doubleValue();
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e);
      }
    }
    return weight;
  }

  private static Object read(Method method, Object value) {
    try {
      method.setAccessible(true);
      return method.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T at(dev.patchbay.db.Database.Work<T> work) {
    return test.database()
        .inTransaction(
            sql -> {
              T result = work.run(sql);
              sql.rollback();
              return result;
            });
  }

  private static void deliveries(Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute(
          """
          insert into delivery (id, event, destination, source, flow, state, attempts, due_at,
            received_at, enqueued_at, error_kind, error_text, retry_since)
          select gen_random_uuid(), l.id, d.destination, l.connection, 'leads', (random() * 3.99)::int % 4, 2,
            l.at, l.at, l.at, 'crm.rejected', 'no such field', l.at
          from lead l cross join (values ('crm'), ('ads'), ('list')) d (destination)
          where l.status <> 'spam' and l.duplicate_of is null and random() < 0.7""");
    }
  }
}
