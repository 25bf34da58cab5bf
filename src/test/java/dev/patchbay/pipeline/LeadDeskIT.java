package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.customer.IdentityRules;
import dev.patchbay.db.Replica;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.delivery.DeliverySettings;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.Told;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.Projector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leads held back, corrected, and left unanswered, up to what is enqueued for it. */
class LeadDeskIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final LeadRules RULES =
      new LeadRules(
          LeadRules.WITHIN,
          LeadRules.SAME_CALL,
          Duration.ofMinutes(5),
          null,
          ZoneOffset.UTC,
          Map.of(),
          Map.of(),
          LeadRules.QUARANTINE,
          List.of(),
          LeadRules.LOOKBACK,
          Map.of());
  private static final Plan PLAN =
      new Plan(
          "test",
          Path.of("."),
          "US",
          ZoneOffset.UTC,
          null,
          Set.of(),
          IdentityRules.USUAL,
          RULES,
          Map.of(),
          List.of(
              flow("leads", "form", "lead", "crm"),
              flow("alarm", Event.HUB, "lead.unanswered", "team"),
              flow("values", Event.HUB, "deal", "ads"),
              flow("withdrawn", Event.HUB, "lead.withdrawn", "ads"),
              flow("restored", Event.HUB, "lead.restored", "ads")),
          List.of());

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;
  private final Ids ids = new Ids(clock, new Random(3));
  private final Meters meters = new Meters(new SimpleMeterRegistry());
  private final EventLog log = new EventLog();
  private TestDatabase test;
  private Replica replica;
  private Lanes lanes;
  private Projector projector;
  private Corrections corrections;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    replica = Replica.join(test.database(), "hub", true);
    lanes =
        new Lanes(
            test.database(),
            replica,
            log::find,
            when -> Mappings.compile("test", when, name -> Optional.empty()),
            meters,
            clock,
            new Random(4),
            DeliverySettings.STANDARD);
    projector = new Projector(test.database(), log, () -> RULES, meters, clock);
    corrections =
        new Corrections(ids, new LeadDesk(() -> PLAN, log, new Outbox(ids), lanes, clock));
  }

  @AfterEach
  void close() {
    lanes.close();
    replica.close();
    test.close();
  }

  @Test
  void spamWaitsUntilAPersonSaysThatItIsNone() {
    Event spam =
        lead(
            new Person("w@mailinator.com", null, "Robertnob", "Robertnob", null, null, null),
            "http://a.example http://b.example");
    assertThat(new Routing(PLAN).recipients(spam, EventJson.writeData(spam.data()))).isEmpty();
    store(spam);
    assertThat(row("select status || ' ' || spam_score from lead")).isEqualTo("spam 100");

    correct(spam.id(), "spam", "false");
    correct(spam.id(), "spam", "false");

    assertThat(row("select count(*) || ' ' || min(destination || ' ' || flow) from delivery"))
        .isEqualTo("1 crm leads");
    assertThat(row("select status from lead")).isEqualTo("new");
  }

  @Test
  void aWordOnValueIsHeardByOtherTools() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);

    correct(lead.id(), "sale_amount", "125000");
    correct(lead.id(), "status", "won");

    assertThat(
            row(
                "select data -> 'deal' ->> 'amount' || ' ' || (data -> 'deal' ->> 'won') from event"
                    + " where source = 'patchbay' order by seq desc limit 1"))
        .isEqualTo("125000 true");
    assertThat(row("select destination from delivery order by seq desc limit 1")).isEqualTo("ads");
    assertThat(row("select status || ' ' || status_by || ' ' || sale_amount from lead"))
        .isEqualTo("won dana 125000");
  }

  @Test
  void aWordTakenBackIsHeardToo() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);
    correct(lead.id(), "quote_amount", "90000");
    correct(lead.id(), "sale_amount", "125000");
    correct(lead.id(), "status", "won");

    correct(lead.id(), "status", null);
    assertThat(lastDeal()).isEqualTo("won false 90000");
    correct(lead.id(), "quote_amount", null);
    assertThat(lastDeal()).isEqualTo("won false");
    assertThat(row("select count(*) from delivery where destination = 'ads'")).isEqualTo("5");
  }

  @Test
  void nothingIsToldOfAStageWhereALeadIsSpam() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);
    correct(lead.id(), "spam", "true");
    correct(lead.id(), "quote_amount", "90000");

    assertThat(
            row(
                "select count(*) from event where source = 'patchbay' and type <> 'lead.withdrawn'"))
        .isEqualTo("0");
  }

  @Test
  void aLeadThatIsSpamAfterAllIsTakenBackOnceAndGivenBackOnce() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);

    correct(lead.id(), "spam", "true");
    correct(lead.id(), "spam", "true");
    assertThat(toldByHub()).isEqualTo("lead.withdrawn");
    correct(lead.id(), "spam", null);
    correct(lead.id(), "spam", "false");

    assertThat(toldByHub()).isEqualTo("lead.withdrawn lead.restored");
    assertThat(
            row(
                "select subject || ' ' || (data #>> '{person,email}') from event"
                    + " where type = 'lead.withdrawn'"))
        .isEqualTo(lead.id() + " ana@example.com");
    assertThat(row("select string_agg(destination, ' ' order by seq) from delivery"))
        .isEqualTo("ads ads crm");
  }

  @Test
  void aWinIsTakenBackWithALeadThatIsSpamAndGivenBackWithIt() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);
    correct(lead.id(), "status", "won");

    correct(lead.id(), "spam", "true");
    assertThat(toldByHub()).isEqualTo("deal.stage_changed lead.withdrawn deal.stage_changed");
    assertThat(lastDeal()).isEqualTo("won false");
    correct(lead.id(), "spam", "false");

    assertThat(lastDeal()).isEqualTo("won true");
  }

  @Test
  void whoseLeadWasNeverTakenBackHearsNothingWhenItIsNoSpam() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);

    correct(lead.id(), "spam", "false");

    assertThat(toldByHub()).isEmpty();
  }

  @Test
  void tellsOnceOfALeadThatWaitsLongerThanTheTarget() {
    Event lead = lead(ana(), "Please call me.");
    store(lead);
    UnansweredAlarm alarm =
        new UnansweredAlarm(test.database(), () -> PLAN, log, new Outbox(ids), lanes, clock);

    now.set(NOW.plus(Duration.ofMinutes(4)));
    assertThat(alarm.tell()).isZero();
    now.set(NOW.plus(Duration.ofMinutes(6)));
    assertThat(alarm.tell()).isEqualTo(1);
    now.set(NOW.plus(Duration.ofMinutes(7)));
    assertThat(alarm.tell()).isZero();

    assertThat(
            row(
                "select data -> 'form' ->> 'message' || '; ' || (data -> 'form' ->> 'name')"
                    + " from event where type = 'lead.unanswered'"))
        .isEqualTo("waiting 6 min, target 5 min; form by form");
    assertThat(row("select destination from delivery")).isEqualTo("team");
    alarm.close();
  }

  private static PlannedFlow flow(String name, String from, String events, String to) {
    return new PlannedFlow(name, List.of(from), List.of(events), null, List.of(to), null, null);
  }

  private static Person ana() {
    return new Person("ana@example.com", null, "Ana", "Ortiz", null, null, null);
  }

  private static Event lead(Person person, String message) {
    EventData data =
        Told.data(
            person,
            null,
            new Form("f", "Contact", null, null, message),
            null,
            null,
            null,
            null,
            null,
            null);
    return new Event(Told.id("f"), "lead.submitted", "form", "f", NOW, data);
  }

  private void store(Event event) {
    StoredEvent stored =
        new StoredEvent(
            event.id(),
            event.id(),
            event.type(),
            event.source(),
            event.subject(),
            NOW,
            NOW,
            Told.CUSTOMER,
            EventJson.writeData(event.data()));
    test.database()
        .inTransaction(
            sql -> {
              log.append(sql, List.of(stored));
              Changes.ofCustomers(sql, List.of(Told.CUSTOMER));
              return true;
            });
    projector.drain();
  }

  private String toldByHub() {
    return row(
        "select coalesce(string_agg(type, ' ' order by seq), '') from event"
            + " where source = 'patchbay'");
  }

  private String lastDeal() {
    return row(
        "select concat_ws(' ', 'won', data -> 'deal' ->> 'won', data -> 'deal' ->> 'amount')"
            + " from event where source = 'patchbay' order by seq desc limit 1");
  }

  private void correct(UUID lead, String field, @Nullable String value) {
    test.database()
        .inTransaction(
            sql ->
                corrections.add(sql, lead, field, value, "dana", "I know them", clock.instant()));
    projector.drain();
  }

  private String row(String query) {
    return test.database()
        .inTransaction(
            sql -> {
              try (Statement run = sql.createStatement();
                  ResultSet row = run.executeQuery(query)) {
                return row.next() ? row.getString(1) : "";
              }
            });
  }
}
