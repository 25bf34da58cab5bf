package dev.patchbay.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Category;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuppressionIT {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Plan PLAN =
      ToolPlans.plan(
          List.of(
              ToolPlans.tool("till", Category.POS),
              ToolPlans.tool(
                  "audience",
                  Category.ADS,
                  ToolPlans.sink("add", List.of("lead", "sale"), ToolPlans.EVERYTHING, false),
                  ToolPlans.sink("remove", List.of("sale"), List.of(), true))),
          List.of(
              new PlannedFlow(
                  "buyers-out",
                  List.of("till"),
                  List.of("sale"),
                  null,
                  List.of("audience"),
                  "remove",
                  Duration.ofHours(1)),
              new PlannedFlow(
                  "buyers-in",
                  List.of("till"),
                  List.of("sale"),
                  null,
                  List.of("audience"),
                  "add",
                  null)));

  private final Ids ids = new Ids(InstantSource.fixed(NOW), RandomGenerator.of("SplittableRandom"));
  private final Suppression.Period period =
      new Suppression.Period(NOW.minus(Duration.ofDays(1)), NOW.plusSeconds(1), NOW);
  private TestDatabase test;
  private Database database;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    database = test.database();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void tellsTheTimeFromPurchaseToRemovedAndWhoIsStillIn() {
    sale(Duration.ofHours(3), 1, Duration.ofHours(3).minusMinutes(10), null);
    sale(Duration.ofHours(3), 1, Duration.ofMinutes(30), null);
    UUID waiting = sale(Duration.ofHours(2), 0, null, "rate-limited");
    UUID young = sale(Duration.ofMinutes(5), 0, null, null);
    UUID dead = sale(Duration.ofHours(4), 2, Duration.ofHours(1), "rejected");

    List<RemovalSummary> summaries =
        database.inTransaction(sql -> new Suppression(PLAN).summaries(sql, period));

    assertThat(summaries).hasSize(1);
    RemovalSummary summary = summaries.get(0);
    assertThat(summary.withinSeconds()).isEqualTo(3600);
    assertThat(summary.sales().value()).isEqualTo(5);
    assertThat(summary.removed().value()).isEqualTo(2);
    assertThat(summary.p50Seconds()).isEqualTo(600);
    assertThat(summary.p95Seconds()).isEqualTo(9000);
    assertThat(summary.over().value()).isEqualTo(3);
    assertThat(summary.stragglers().value()).isEqualTo(3);
    List<Removal> rows =
        database.inTransaction(
            sql -> new Suppression(PLAN).removals(sql, "buyers-out", "audience", period));
    assertThat(rows.stream().filter(Suppression::isStraggler))
        .extracting(Removal::customer, Removal::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(dead, "rejected"),
            org.assertj.core.groups.Tuple.tuple(waiting, "rate-limited"),
            org.assertj.core.groups.Tuple.tuple(young, "not-attempted"));
  }

  /** A sale so long ago, whose removal stands so since so long ago; gives its customer. */
  private UUID sale(Duration ago, int state, Duration finishedAgo, String error) {
    UUID customer = ids.next();
    StoredEvent event =
        new StoredEvent(
            ids.next(),
            ids.next(),
            "sale.completed",
            "till",
            null,
            NOW.minus(ago),
            NOW.minus(ago).plusSeconds(1),
            customer,
            "{}");
    database.inTransaction(
        sql -> {
          new EventLog().append(sql, List.of(event));
          for (String flow : List.of("buyers-out", "buyers-in")) {
            String action = flow.equals("buyers-out") ? "remove" : "add";
            UUID id =
                new Outbox(ids)
                    .enqueue(
                        sql,
                        List.of(
                            new NewDelivery(
                                event.id(),
                                customer,
                                "audience",
                                "till",
                                flow,
                                action,
                                event.receivedAt())),
                        destination -> Optional.empty())
                    .get(0)
                    .id();
            try (PreparedStatement update =
                sql.prepareStatement(
                    "update delivery set state = ?, finished_at = ?::timestamptz, error_kind = ?"
                        + " where id = ?")) {
              update.setInt(1, state);
              update.setString(2, finishedAgo == null ? null : NOW.minus(finishedAgo).toString());
              update.setString(3, error);
              update.setObject(4, id);
              update.executeUpdate();
            }
          }
          return true;
        });
    return customer;
  }
}
