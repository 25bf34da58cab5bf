package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.Happening;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.MadeHistory;
import dev.patchbay.lead.Told;
import dev.patchbay.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectorIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Projector> started = new ArrayList<>();
  private TestDatabase test;
  private Stored stored;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    stored = new Stored(test);
  }

  @AfterEach
  void close() {
    started.forEach(Projector::close);
    test.close();
  }

  private Projector projector() {
    return projector(InstantSource.fixed(NOW));
  }

  private Projector projector(InstantSource clock) {
    return new Projector(
        test.database(), new EventLog(), () -> LeadRules.USUAL, new Meters(registry), clock);
  }

  @Test
  void makesTheRowsOfEverythingACustomerDid() {
    stored.run(
        """
        insert into customer (id, created_at, updated_at, person) values
          ('%s', now(), now(),
           '{"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}')
        """
            .formatted(Told.CUSTOMER));
    stored.store(
        Told.CUSTOMER,
        List.of(
            Told.visit("v", 0, Told.from("google", "cpc", "spring")),
            Told.submission("sent", 5, Told.from("google", "cpc", "spring")),
            Told.form("f", 5),
            Told.followUp("u", 9, false),
            Told.sale("s", 60, "S", 12_500),
            Told.refund("r", 90, "S", 500)));

    projector().drain();

    assertThat(
            stored.rows(
                "select name, channel, status, status_by, source, campaign, landing_page,"
                    + " sale_amount, currency, capture_ms, touch_ms, events from lead"))
        .containsExactly(
            "Ana Ortiz|form|won|till|google|spring|example.com/spring|12000|USD|5000|235000|2");
    assertThat(stored.rows("select count(*), count(distinct lead) from lead_event"))
        .containsExactly("2|1");
    assertThat(stored.rows("select amount, refunded, lead = (select id from lead) from sale"))
        .containsExactly("12500|500|t");
    assertThat(stored.rows("select conversion_kind, source, linear, amount from touch order by 1"))
        .containsExactly("lead|google|1|null", "sale|google|1|12000");
    assertThat(stored.rows("select source, device, lead = (select id from lead) from visit"))
        .containsExactly("google|mobile|t");
    assertThat(
            stored.rows(
                "select source, campaign, page, form, lead = (select id from lead) from submission"))
        .containsExactly("google|spring|example.com/contact|f1|t");
    assertThat(stored.rows("select count(*) from changed")).containsExactly("0");
  }

  @Test
  void aSentFormOfNobodyIsCountedOnceHoweverOftenItIsTold() {
    Happening sent = Told.submission("sent", 5, Told.from("google", "cpc", "spring"));
    Projector projector = projector();
    for (int time = 0; time < 3; time++) {
      stored.store(null, List.of(sent));
      projector.drain();
    }

    assertThat(stored.rows("select event, customer, source from submission"))
        .containsExactly(Told.id("sent") + "|null|google");

    stored.run("update event set customer = '%s'".formatted(Told.CUSTOMER));
    stored.run("insert into changed (customer) values ('%s')".formatted(Told.CUSTOMER));
    projector.drain();
    assertThat(stored.rows("select event, customer from submission"))
        .containsExactly(Told.id("sent") + "|" + Told.CUSTOMER);
  }

  @Test
  void theSameEventsInAHundredOrdersGiveTheSameRows() {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      UUID customer = i == 4 ? null : Told.id("customer" + i);
      new MadeHistory(new Random(i), "h" + i)
          .events(25)
          .forEach(told -> events.add(Stored.event(told, customer)));
    }
    // Recordings of calls whose other events name a customer.
    List<String> expected = List.of();
    Random random = new Random(11);
    Projector projector = projector();
    for (int order = 0; order < 100; order++) {
      stored.forget();
      Collections.shuffle(events, random);
      int from = 0;
      while (from < events.size()) {
        int until = Math.min(events.size(), from + 1 + random.nextInt(events.size()));
        stored.store(events.subList(from, until));
        projector.drain();
        from = until;
      }
      List<String> derived = stored.derived();
      if (order == 0) {
        expected = derived;
        assertThat(expected).hasSizeGreaterThan(100);
      }
      assertThat(differing(derived, expected)).as("rows that differ, order %d", order).isEmpty();
    }
  }

  @Test
  void givesACustomerTheRecordingThatNamesOnlyTheCall() {
    Happening recording =
        Told.call(
            "rec",
            "call.updated",
            "phone",
            9,
            "C",
            Told.facts("C", null, null, null, "https://calls.example.com/C"));
    Happening call =
        Told.call(
            "call", "call.completed", "phone", 5, "C", Told.facts("C", "inbound", 60, true, null));
    Projector projector = projector();

    stored.store(null, List.of(recording));
    projector.drain();
    assertThat(stored.rows("select customer, recording_url from lead"))
        .containsExactly("null|https://calls.example.com/C");
    stored.store(Told.CUSTOMER, List.of(call));
    projector.drain();

    assertThat(stored.rows("select customer, recording_url, events from lead"))
        .containsExactly(Told.CUSTOMER + "|https://calls.example.com/C|2");

    stored.forget();
    stored.store(Told.CUSTOMER, List.of(call));
    projector.drain();
    stored.store(null, List.of(recording));
    projector.drain();

    assertThat(stored.rows("select customer, recording_url, events from lead"))
        .containsExactly(Told.CUSTOMER + "|https://calls.example.com/C|2");
  }

  @Test
  void movesTheRowsOfWhoWasMerged() {
    UUID other = Told.id("other");
    stored.store(Told.CUSTOMER, List.of(Told.form("f", 0)));
    stored.store(other, List.of(Told.form("g", 5), Told.sale("s", 30, "S", 100)));
    Projector projector = projector();
    projector.drain();
    assertThat(stored.rows("select status from lead order by at")).containsExactly("new", "won");

    stored.run("update event set customer = '%s'".formatted(Told.CUSTOMER));
    stored.run(
        "insert into changed (customer) values ('%s'), ('%s')".formatted(other, Told.CUSTOMER));
    projector.drain();

    assertThat(stored.rows("select status, customer from lead order by at"))
        .containsExactly("won|" + Told.CUSTOMER, "duplicate|" + Told.CUSTOMER);
    assertThat(stored.rows("select distinct customer from sale union select customer from touch"))
        .containsExactly(Told.CUSTOMER.toString());
  }

  @Test
  void touchesNoRowThatIsAsItWas() {
    stored.store(Told.CUSTOMER, new MadeHistory(new Random(1), "h").events(30));
    Projector projector = projector();
    projector.drain();
    List<String> before = stored.rows("select xmin, id from lead order by id");
    List<String> touches = stored.rows("select xmin, xmax, conversion, number from touch");

    stored.run("insert into changed (customer) values ('%s')".formatted(Told.CUSTOMER));
    projector.drain();

    assertThat(stored.rows("select xmin, id from lead order by id")).isEqualTo(before);
    assertThat(stored.rows("select xmin, xmax, conversion, number from touch")).isEqualTo(touches);
  }

  @Test
  void oneThatFailsKeepsNobodyElseWaiting() {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(Stored.event(Told.form("f" + i, i), Told.id("c" + i)));
    }
    StoredEvent good = events.get(4);
    events.set(
        4,
        new StoredEvent(
            good.id(),
            good.message(),
            good.type(),
            good.source(),
            good.subject(),
            good.time(),
            good.receivedAt(),
            good.customer(),
            "{\"form\": 5}"));
    stored.store(events);

    projector().drain();

    assertThat(stored.rows("select count(*) from lead")).containsExactly("9");
    assertThat(stored.rows("select customer from changed"))
        .containsExactly(Told.id("c4").toString());
    assertThat(registry.counter("patchbay.projection.failed").count()).isEqualTo(1);

    stored.run("update event set data = '{}' where id = '%s'".formatted(good.id()));
    projector(InstantSource.fixed(NOW.plusSeconds(120))).drain();
    assertThat(stored.rows("select count(*) from lead")).containsExactly("10");
  }

  @Test
  void twoHubsAtOnceWriteEachCustomerOnce() throws Exception {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      UUID customer = Told.id("customer" + i);
      new MadeHistory(new Random(i), "h" + i)
          .events(12)
          .forEach(told -> events.add(Stored.event(told, customer)));
    }
    stored.store(events);
    projector().drain();
    List<String> expected = stored.derived();
    stored.forget();
    for (int i = 0; i < 2; i++) {
      Projector projector = projector(InstantSource.system());
      started.add(projector);
      projector.start();
    }

    Collections.shuffle(events, new Random(5));
    for (int from = 0; from < events.size(); from += 9) {
      stored.store(events.subList(from, Math.min(events.size(), from + 9)));
    }

    Instant end = Instant.now().plusSeconds(30);
    while (!stored.rows("select count(*) from changed").equals(List.of("0"))
        && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(differing(stored.derived(), expected)).isEmpty();
  }

  private static List<String> differing(List<String> rows, List<String> expected) {
    List<String> differing = new ArrayList<>(rows);
    differing.removeAll(new java.util.HashSet<>(expected));
    expected.stream()
        .filter(row -> !new java.util.HashSet<>(rows).contains(row))
        .forEach(row -> differing.add("missing: " + row));
    return differing;
  }

  @Test
  void otherRulesMakeEverythingAgain() {
    stored.store(Told.CUSTOMER, List.of(Told.form("f", 0)));
    projector().drain();
    boolean first = test.database().inTransaction(sql -> Projections.check(sql, LeadRules.USUAL));
    boolean again = test.database().inTransaction(sql -> Projections.check(sql, LeadRules.USUAL));

    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(stored.rows("select customer from changed"))
        .containsExactly(Told.CUSTOMER.toString());
  }

  @Test
  void correctionsWinAndSurviveRegrouping() {
    Ids ids = new Ids(InstantSource.fixed(NOW), new Random(1));
    Corrections corrections = new Corrections(ids, (sql, lead, correction, field, value) -> {});
    stored.store(Told.CUSTOMER, List.of(Told.form("f", 10)));
    Projector projector = projector();
    projector.drain();
    test.database()
        .inTransaction(
            sql ->
                corrections.add(
                    sql, Told.id("f"), "sale_amount", "9900", "dana", "paid in cash", NOW));
    test.database()
        .inTransaction(
            sql -> corrections.add(sql, Told.id("f"), "status", "won", "dana", null, NOW));
    projector.drain();
    assertThat(stored.rows("select status, status_by, sale_amount, corrected from lead"))
        .containsExactly("won|dana|9900|t");

    stored.store(Told.CUSTOMER, List.of(Told.form("earlier", 0)));
    projector.drain();
    assertThat(stored.rows("select status, sale_amount from lead order by at"))
        .containsExactly("new|null", "won|9900");

    assertThatThrownBy(
            () ->
                test.database()
                    .inTransaction(
                        sql ->
                            corrections.add(
                                sql, Told.id("f"), "status", "maybe", "dana", null, NOW)))
        .isInstanceOf(Corrections.RefusedException.class)
        .hasMessageContaining("new, contacted, qualified");
    assertThatThrownBy(
            () ->
                test.database()
                    .inTransaction(
                        sql ->
                            corrections.add(
                                sql, Told.id("none"), "status", "won", "dana", null, NOW)))
        .hasMessageContaining("There is no lead");
  }

  @Test
  void theLatestReportOfWhatACampaignCostHolds() {
    Projector projector = projector();
    for (int minutes : new int[] {10, 30, 20}) {
      stored.store(
          null,
          List.of(
              new Happening(
                  Told.id("spend" + minutes),
                  "ad.spend_reported",
                  "ads",
                  "spring",
                  Told.at(0),
                  Told.at(minutes),
                  Told.data(
                      null,
                      Told.from("Google", "cpc", "spring"),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      new dev.patchbay.event.Spend(
                          "spring", "2026-03-02", 100L * minutes, "USD", 7L, 70L)),
                  List.of())));
      projector.drain();
    }

    assertThat(stored.rows("select campaign, day, source, amount from spend"))
        .containsExactly("spring|2026-03-02|google|3000");
  }
}
