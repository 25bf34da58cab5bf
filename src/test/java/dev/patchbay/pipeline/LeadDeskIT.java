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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeadDeskIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Plan PLAN =
      new Plan(
          "test",
          Path.of("."),
          "US",
          ZoneOffset.UTC,
          null,
          Set.of(),
          IdentityRules.USUAL,
          LeadRules.USUAL,
          Map.of(),
          List.of(
              new PlannedFlow(
                  "leads", List.of("form"), List.of("lead"), null, List.of("crm"), null, null)),
          List.of());

  @Test
  void spamWaitsUntilAPersonSaysThatItIsNone() {
    InstantSource clock = InstantSource.fixed(NOW);
    Meters meters = new Meters(new SimpleMeterRegistry());
    Ids ids = new Ids(clock, new Random(3));
    EventLog log = new EventLog();
    EventData data =
        Told.data(
            new Person("w@mailinator.com", null, "Robertnob", "Robertnob", null, null, null),
            null,
            new Form("f", "Contact", null, null, "http://a.example http://b.example"),
            null,
            null,
            null,
            null,
            null,
            null);
    Event spam = new Event(Told.id("f"), "lead.submitted", "form", "f", NOW, data);
    String text = EventJson.writeData(data);
    try (TestDatabase test = TestDatabase.create();
        Replica replica = Replica.join(test.database(), "hub", true);
        Lanes lanes =
            new Lanes(
                test.database(),
                replica,
                log::find,
                when -> Mappings.compile("test", when, name -> Optional.empty()),
                meters,
                clock,
                new Random(4),
                DeliverySettings.STANDARD)) {
      Projector projector =
          new Projector(test.database(), log, () -> LeadRules.USUAL, meters, clock);
      LeadDesk desk =
          new LeadDesk(
              test.database(),
              () -> PLAN,
              new Corrections(ids),
              log,
              new Outbox(ids),
              lanes,
              projector,
              clock);

      assertThat(new Routing(PLAN).recipients(spam, text)).isEmpty();
      test.database()
          .inTransaction(
              sql -> {
                log.append(
                    sql,
                    List.of(
                        new StoredEvent(
                            spam.id(),
                            spam.id(),
                            spam.type(),
                            spam.source(),
                            spam.subject(),
                            NOW,
                            NOW,
                            Told.CUSTOMER,
                            text)));
                Changes.ofCustomers(sql, List.of(Told.CUSTOMER));
                return true;
              });
      projector.drain();
      assertThat(row(test, "select status || ' ' || spam_score from lead")).isEqualTo("spam 100");

      LeadDesk.Taken taken = desk.correct(spam.id(), "spam", "false", "dana", "I know him");
      LeadDesk.Taken again = desk.correct(spam.id(), "spam", "false", "dana", null);
      projector.drain();

      assertThat(taken.released()).isEqualTo(1);
      assertThat(again.released()).isZero();
      assertThat(row(test, "select destination || ' ' || flow from delivery"))
          .isEqualTo("crm leads");
      assertThat(row(test, "select status from lead")).isEqualTo("new");
    }
  }

  private static String row(TestDatabase test, String query) {
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
