package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Replica;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.inbox.InboxSettings;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.inbox.JdbcInbox;
import dev.patchbay.inbox.MessageFilter;
import dev.patchbay.inbox.MessageState;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.inbox.Payloads;
import dev.patchbay.inbox.Receipt;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import dev.patchbay.tools.ToolPlans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final Duration KEEP = Duration.ofDays(90);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);
  private TestDatabase test;
  private Replica replica;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    replica = Replica.join(test.database(), "hub", true);
  }

  @AfterEach
  void close() {
    replica.close();
    test.close();
  }

  @Test
  void emptiesWhatWasProcessedAndIsOldEnough() {
    UUID old = receive("old", NOW.minus(KEEP).minusSeconds(1)).message();
    UUID young = receive("young", NOW.minus(KEEP).plusSeconds(1)).message();
    test.run("update message set state = 1");

    assertThat(empty(KEEP)).isEqualTo(1);
    assertThat(empty(KEEP)).isZero();

    assertThat(row(old)).isEqualTo("|{}|null|form");
    assertThat(row(young)).isEqualTo("young|{\"x\": \"y\"}|/hooks/form?x=young|form");
    assertThat(
            test.rows(
                "select emptied_at = '2026-11-24T09:00:00Z' from message where id = '" + old + "'"))
        .containsExactly("t");
    assertThat(
            registry.get("patchbay.messages.emptied").tag("connection", "form").counter().count())
        .isEqualTo(1);
  }

  @Test
  void knowsARepeatOfAnEmptiedMessage() {
    Instant longAgo = NOW.minus(KEEP).minusSeconds(60);
    UUID first = receive("once", longAgo).message();
    test.run("update message set state = 1");
    empty(KEEP);

    assertThat(receive("once", longAgo.plusSeconds(5))).isEqualTo(new Receipt(first, true));
  }

  @Test
  void keepsEverythingWhereTheStackDoesNotSayHowLong() {
    receive("old", Instant.EPOCH.plus(KEEP));
    test.run("update message set state = 1");

    assertThat(empty(null)).isZero();
    assertThat(test.rows("select count(*) from message where body = ''")).containsExactly("0");
  }

  @Test
  void keepsWhatCouldNotBeReadUntilItWasReadAgain() {
    receive("bad", NOW.minus(KEEP.multipliedBy(2)));
    test.run("update message set state = 2");
    receive("good", NOW.minus(KEEP.multipliedBy(2)).plusSeconds(1));
    test.run("update message set state = 1 where state = 0");

    assertThat(empty(KEEP)).isEqualTo(1);
    assertThat(test.rows("select convert_from(body, 'UTF8') from message where state = 2"))
        .containsExactly("bad");

    test.database()
        .inTransaction(
            sql ->
                new MessageStore()
                    .replayInvalid(
                        sql, new MessageFilter(null, MessageState.INVALID, null, null, null)));
    assertThat(empty(KEEP)).as("it waits").isZero();
    test.run("update message set state = 1 where state = 0");

    assertThat(empty(KEEP)).isEqualTo(1);
  }

  @Test
  void keepsWhatWaitsAndComesBackToIt() {
    receive("waits", NOW.minus(KEEP.multipliedBy(2)));
    receive("later", NOW.minus(KEEP.multipliedBy(2)).plusSeconds(1));
    test.run("update message set state = 1 where body = 'later'");

    assertThat(empty(KEEP)).isZero();
    test.run("update message set state = 1");

    assertThat(empty(KEEP)).isEqualTo(2);
  }

  @Test
  void emptiesMoreThanGoIntoOneStepWhileAnotherHubStandsBack() {
    test.run(
        """
        insert into message (id, connection, dedupe_key, body_sha256, body, content_type,
                             received_at, state)
        select ('0198000000007000800000000' || lpad(to_hex(n), 7, '0'))::uuid, 'form', n::text, '',
               'Ana', 'text/plain', '2025-07-13', 1
        from generate_series(1, 1203) n""");

    int[] other = {-1};
    test.database()
        .inTransaction(
            sql -> {
              Payloads.empty(sql, NOW.minus(KEEP), 3, NOW);
              other[0] = empty(KEEP);
              return 0;
            });

    assertThat(other[0]).as("while the other hub is at it").isZero();
    assertThat(empty(KEEP)).isEqualTo(1200);
    assertThat(test.rows("select count(*) from message where body = ''")).containsExactly("1203");
  }

  private int empty(@Nullable Duration keep) {
    Plan plan = plan(keep);
    try (Retention retention =
        new Retention(test.database(), () -> plan, () -> false, meters, InstantSource.fixed(NOW))) {
      return retention.empty();
    }
  }

  private String row(UUID id) {
    return test.rows(
            "select convert_from(body, 'UTF8'), headers, url, connection from message where id = '"
                + id
                + "'")
        .get(0);
  }

  private Receipt receive(String body, Instant at) {
    try (JdbcInbox inbox =
        new JdbcInbox(
            test.database(),
            replica.id(),
            new Ids(InstantSource.fixed(at), RandomGenerator.of("SplittableRandom")),
            meters,
            InboxSettings.DEFAULT)) {
      return inbox
          .receive(
              new Incoming(
                  "form",
                  body,
                  Duration.ofMinutes(10),
                  body.getBytes(StandardCharsets.UTF_8),
                  "text/plain",
                  Map.of("x", "y"),
                  "/hooks/form?x=" + body,
                  at))
          .orTimeout(10, TimeUnit.SECONDS)
          .join();
    }
  }

  private static Plan plan(@Nullable Duration keep) {
    Plan plan = ToolPlans.plan(List.of(), List.of());
    return new Plan(
        plan.stack(),
        plan.folder(),
        plan.region(),
        plan.timezone(),
        plan.publicUrl(),
        plan.allowedHosts(),
        plan.identity(),
        plan.leads(),
        plan.reportAt(),
        keep,
        plan.connections(),
        plan.flows(),
        plan.findings());
  }
}
