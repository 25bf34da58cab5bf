package dev.patchbay.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A year through the real code: its order does not matter, and what is planted can be found. */
class PastYearIT {

  private static final int EVENTS = 22_000;
  private static final int SMALL = 2_000;
  private static final Map<String, TestDatabase> YEARS = new TreeMap<>();

  @BeforeAll
  static void load() {
    for (String story : List.of("harbor-coffee", "ridgeline-roofing")) {
      TestDatabase test = TestDatabase.create();
      LoadedYear.load(test.database(), story, LoadedYear.year(story, 1, EVENTS), 500, stored -> {});
      YEARS.put(story, test);
    }
  }

  @AfterAll
  static void close() {
    YEARS.values().forEach(TestDatabase::close);
  }

  @Test
  void theSameEventsInAnotherOrderAndOtherBatchesMakeTheSameOfEverything() {
    same(derivedFrom(shuffled(EVENTS, 1), 173), derived(database("harbor-coffee")));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4})
  void soDoesEachOfManyOrders(long order) {
    List<PastEvent> inOrder = new ArrayList<>();
    LoadedYear.year("harbor-coffee", 9, SMALL).forEachRemaining(inOrder::add);

    same(derivedFrom(shuffled(SMALL, order), (int) (order * 31)), derivedFrom(inOrder, 400));
  }

  /** Says of each kind of row only the first that differ. */
  private static void same(Map<String, Set<String>> one, Map<String, Set<String>> other) {
    one.forEach(
        (kind, rows) -> {
          Set<String> others = other.get(kind);
          assertThat(rows).as(kind).isNotEmpty();
          assertThat(rows.stream().filter(row -> !others.contains(row)).limit(3))
              .as("%s only in one order", kind)
              .isEmpty();
          assertThat(others.size()).as(kind).isEqualTo(rows.size());
        });
  }

  @ParameterizedTest
  @CsvSource({
    "harbor-coffee, connection = 'mailbox', 2026-03-09",
    "ridgeline-roofing, source = 'thumbtack', 2026-05-04"
  })
  void theMailsThatNobodyReadsShowAsLeadsThatNobodyAnswered(
      String story, String which, String from) {
    String answered =
        "select count(contacted_at)::float / count(*) from lead where duplicate_of is null and "
            + which;

    assertThat(number(story, answered + " and at >= '" + from + "'::date + 1")).isZero();
    assertThat(number(story, answered + " and at < '" + from + "'::date - 7")).isGreaterThan(0.5);
    assertThat(
            number(
                story,
                "select count(contacted_at)::float / count(*) from lead"
                    + " where duplicate_of is null and status <> 'spam' and not ("
                    + which
                    + ")"))
        .isGreaterThan(0.4);
  }

  @ParameterizedTest
  @CsvSource({"harbor-coffee, %/weddings, 2026-02-01", "ridgeline-roofing, %/hail, 2026-04-15"})
  void theSlowPageShowsAsVisitsThatLoseTheirLeads(String story, String page, String from) {
    String rate =
        "select count(lead)::float / count(*) from visit where landing_page like '"
            + page
            + "' and at ";
    String usable =
        "select percentile_cont(0.75) within group (order by form_usable_ms) from page_speed"
            + " where page like '"
            + page
            + "' and at ";

    assertThat(number(story, rate + ">= '" + from + "'"))
        .isLessThan(0.65 * number(story, rate + "< '" + from + "'"));
    assertThat(number(story, usable + ">= '" + from + "'")).isGreaterThan(8000);
    assertThat(number(story, usable + "< '" + from + "'")).isLessThan(4000);
  }

  @ParameterizedTest
  @CsvSource({"harbor-coffee, America/Chicago", "ridgeline-roofing, America/Denver"})
  void callsMissedAtLunchShow(String story, ZoneId zone) {
    String answered =
        "select avg(answered::integer) from lead where channel = 'call'"
            + " and extract(isodow from at at time zone '"
            + zone
            + "') < 6 and extract(hour from at at time zone '"
            + zone
            + "') ";

    assertThat(number(story, answered + "= 12")).isLessThan(0.4);
    assertThat(number(story, answered + "in (10, 11, 14, 15)")).isGreaterThan(0.75);
    assertThat(number(story, answered + "in (20, 21, 22)")).isLessThan(0.15);
  }

  @ParameterizedTest
  @CsvSource({
    "harbor-coffee, 2026-03-29T23:30:00Z, 2026-03-30T14:10:00Z",
    "ridgeline-roofing, 2026-05-21T00:15:00Z, 2026-05-21T15:05:00Z"
  })
  void theNightTheCrmWasDownShows(String story, String from, String until) {
    String hours =
        "select coalesce(percentile_cont(%s) within group"
            + " (order by extract(epoch from d.finished_at - d.received_at) / 3600), 0)"
            + " from lead_event le join delivery d on d.event = le.event where d.destination = 'crm'"
            + " and d.received_at ";

    assertThat(
            number(
                story,
                hours.formatted(1) + "between '" + from + "' and '" + until + "'::timestamptz"))
        .isGreaterThan(1);
    assertThat(number(story, hours.formatted(0.99) + "< '" + from + "'")).isLessThan(0.1);
  }

  @Test
  void aLeadOfThatNightKnowsHowLateItReachedTheCrm() {
    assertThat(
            number(
                "harbor-coffee",
                "select max(delivery_ms) from lead where received_at"
                    + " between '2026-03-29T23:30:00Z' and '2026-03-30T14:10:00Z'"))
        .isGreaterThan(60 * 60_000.0);
  }

  @ParameterizedTest
  @CsvSource({"harbor-coffee, 2026-09-01, 2026-10-12", "ridgeline-roofing, 2026-07-01, 2026-08-03"})
  void buyersWhoStayedInTheAudienceShow(String story, String from, String until) {
    String late =
        "select count(*) filter (where state = 2 or finished_at - received_at > interval '1 day')"
            + "::float / count(*) from delivery where action = 'audience-remove' and received_at ";

    assertThat(number(story, late + "between '" + from + "' and '" + until + "'"))
        .isGreaterThan(0.9);
    assertThat(number(story, late + "< '" + from + "'")).isLessThan(0.05);
  }

  private static List<PastEvent> shuffled(int events, long order) {
    List<PastEvent> all = new ArrayList<>();
    LoadedYear.year("harbor-coffee", events == EVENTS ? 1 : 9, events).forEachRemaining(all::add);
    Collections.shuffle(all, new Random(order));
    return all;
  }

  private static Map<String, Set<String>> derivedFrom(List<PastEvent> events, int batch) {
    try (TestDatabase test = TestDatabase.create()) {
      LoadedYear.load(test.database(), "harbor-coffee", events.iterator(), batch, stored -> {});
      return derived(test.database());
    }
  }

  /** All that is derived, without the ids of customers, which are drawn. */
  private static Map<String, Set<String>> derived(Database database) {
    Map<String, Set<String>> all = new TreeMap<>();
    all.put(
        "customers",
        set(
            database,
            "select string_agg(kind || ':' || value, ' ' order by kind, value) from identifier"
                + " group by customer order by 1"));
    for (String table :
        List.of("lead", "touch", "sale", "visit", "submission", "page_speed", "spend")) {
      all.put(
          table,
          set(
              database,
              "select (to_jsonb(r) - 'customer' - 'changed_at')::text from "
                  + table
                  + " r order by 1"));
    }
    return all;
  }

  private static Set<String> set(Database database, String query) {
    return new LinkedHashSet<>(rows(database, query));
  }

  private static Database database(String story) {
    return YEARS.get(story).database();
  }

  private static double number(String story, String query) {
    return Double.parseDouble(rows(database(story), query).get(0));
  }

  private static List<String> rows(Database database, String query) {
    return database.inTransaction(
        sql -> {
          List<String> all = new ArrayList<>();
          try (Statement statement = sql.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
              all.add(rows.getString(1));
            }
          }
          return all;
        });
  }
}
