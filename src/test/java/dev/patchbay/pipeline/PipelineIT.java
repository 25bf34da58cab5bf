package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.customer.Customers;
import dev.patchbay.db.Database;
import dev.patchbay.db.Replica;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.delivery.DeliverySettings;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.event.Removal;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.InboxSettings;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.inbox.JdbcInbox;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedFlow;
import dev.patchbay.tools.ToolPlans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private TestDatabase test;
  private Database database;
  private Replica replica;
  private JdbcInbox inbox;
  private Lanes lanes;
  private final List<Message> committed = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);
  private final Ids ids = new Ids(InstantSource.fixed(NOW), RandomGenerator.of("SplittableRandom"));

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    database = test.database();
    replica = Replica.join(database, "hub", true);
    inbox =
        new JdbcInbox(
            database,
            replica.id(),
            new Ids(InstantSource.system(), new java.security.SecureRandom()),
            meters,
            InboxSettings.DEFAULT);
    inbox.onCommitted(committed::addAll);
    lanes =
        new Lanes(
            database,
            replica,
            new EventLog()::find,
            text -> Mappings.compile("test", text, name -> Optional.empty()),
            meters,
            InstantSource.fixed(NOW),
            RandomGenerator.of("SplittableRandom"),
            DeliverySettings.STANDARD);
  }

  @AfterEach
  void close() {
    lanes.close();
    inbox.close();
    replica.close();
    test.close();
  }

  @Test
  void turnsAMessageIntoAnEventOfOneCustomerAndOneDeliveryPerDestination() {
    Message message = receive("ana@example.com");

    pipeline(this::lead).process(List.of(message));

    assertThat(test.rows("select state, events from message")).containsExactly("1|1");
    assertThat(test.rows("select type, source from event")).containsExactly("lead.submitted|form");
    assertThat(
            test.rows("select i.value from identifier i join event e on e.customer = i.customer"))
        .containsExactly("ana@example.com");
    assertThat(test.rows("select destination, flow, state from delivery order by seq"))
        .containsExactly("crm|leads|0", "mail|leads|0");
  }

  @Test
  void changesNothingWhenTheSameMessageIsProcessedTwice() {
    Message message = receive("ana@example.com");
    Pipeline pipeline = pipeline(this::lead);

    pipeline.process(List.of(message));
    pipeline.process(List.of(message));
    test.run("update message set state = 0");
    pipeline.process(List.of(message));

    assertThat(test.rows("select count(*) from event")).containsExactly("1");
    assertThat(test.rows("select count(*) from delivery")).containsExactly("2");
  }

  @Test
  void countsAnEventOnceThatTwoMessagesTellOf() {
    Message webhook = receive("ana@example.com");
    Message sweep = receive("ana@example.com and more");
    MessageReader same =
        message -> {
          Event event = lead(webhook).events().get(0);
          return new MessageReader.Reading(List.of(event), List.of());
        };

    pipeline(same).process(List.of(webhook, sweep));
    pipeline(same).process(List.of(receive("ana@example.com once more")));

    assertThat(test.rows("select count(*) from event")).containsExactly("1");
    assertThat(test.rows("select count(*) from delivery")).containsExactly("2");
    assertThat(test.rows("select count(*) from message where state = 1")).containsExactly("3");
  }

  @Test
  void keepsAMessageThatCannotBeMappedWithItsFindings() {
    Message message = receive("ana@example.com");

    pipeline(
            bad ->
                new MessageReader.Reading(
                    List.of(), List.of(Finding.error("mapping.failed", "No.", null))))
        .process(List.of(message));

    assertThat(test.rows("select state, findings->0->>'kind' from message"))
        .containsExactly("2|mapping.failed");
    assertThat(test.rows("select count(*) from event")).containsExactly("0");
  }

  @Test
  void setsAsideTheOneMessageThatFailsAndProcessesTheOthers() {
    List<Message> batch =
        List.of(receive("a@example.com"), receive("poison@example.com"), receive("c@example.com"));

    pipeline(this::leadOrPoison).process(batch);

    assertThat(
            test.rows("select state, findings->0->>'kind' from message order by received_at, id"))
        .containsExactlyInAnyOrder("1|null", "2|pipeline.failed", "1|null");
    assertThat(test.rows("select count(*) from event")).containsExactly("2");
  }

  @Test
  void keepsTheOrderOfEachPersonOverSeveralTransactions() {
    List<Message> batch = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int person = 0; person < 60; person++) {
        batch.add(receive("p" + person + "@example.com " + round));
      }
    }

    pipeline(message -> lead(message, text(message).substring(0, text(message).indexOf(' ')), NOW))
        .process(batch);

    assertThat(test.rows("select count(*) from customer")).containsExactly("60");
    assertThat(
            test.rows(
                """
                select i.value, string_agg(split_part(convert_from(m.body, 'UTF8'), ' ', 2), ''
                                           order by d.seq)
                from delivery d join event e on e.id = d.event join message m on m.id = e.message
                join identifier i on i.customer = d.customer
                where d.destination = 'crm' and d.flow = 'leads' group by 1"""))
        .hasSize(60)
        .allMatch(row -> row.endsWith("|0123"));
  }

  @Test
  void setsAsideWhatFailsInSeveralTransactionsAndProcessesTheOthers() {
    List<Message> batch = new ArrayList<>();
    for (int i = 0; i < 144; i++) {
      batch.add(receive((i % 48 == 20 ? "poison" : "p") + i + "@example.com"));
    }

    pipeline(this::leadOrPoison).process(batch);

    assertThat(test.rows("select state, count(*) from message group by 1 order by 1"))
        .containsExactly("1|141", "2|3");
    assertThat(test.rows("select count(*) from delivery where destination = 'mail'"))
        .containsExactly("141");
  }

  @Test
  void setsAsideAMessageWhoseReaderBreaks() {
    Message message = receive("ana@example.com");

    pipeline(
            bad -> {
              throw new StackOverflowError();
            })
        .process(List.of(message));

    assertThat(test.rows("select state, findings->0->>'kind' from message"))
        .containsExactly("2|pipeline.failed");
  }

  @Test
  void leavesAMessageAloneThatAnotherHubHolds() {
    Message message = receive("ana@example.com");
    test.run("update message set replica = 424242");

    pipeline(this::lead).process(List.of(message));

    assertThat(test.rows("select state from message")).containsExactly("0");
    assertThat(test.rows("select count(*) from event")).containsExactly("0");
  }

  @Test
  void sendsOnlyWhereTheConditionHolds() {
    Message yes = receive("yes@example.com");
    Message no = receive("no@example.com");

    pipeline(this::lead, ".person.email == \"yes@example.com\"").process(List.of(yes, no));

    assertThat(test.rows("select count(*) from event")).containsExactly("2");
    assertThat(
            test.rows(
                "select distinct e.message = '"
                    + yes.id()
                    + "' from delivery d join event e on e.id = d.event"))
        .containsExactly("t");
  }

  @Test
  void storesTestMessagesButTellsNobodyAndMakesNoCustomer() {
    Message message = receive("ana@example.com");

    pipeline(
            test -> {
              Event event = lead(test).events().get(0);
              EventData data = event.data();
              return new MessageReader.Reading(
                  List.of(
                      new Event(
                          event.id(),
                          event.type(),
                          event.source(),
                          null,
                          NOW,
                          new EventData(
                              data.person(),
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              true))),
                  List.of());
            })
        .process(List.of(message));

    assertThat(test.rows("select customer from event")).containsExactly("null");
    assertThat(test.rows("select count(*) from customer")).containsExactly("0");
    assertThat(test.rows("select count(*) from delivery")).containsExactly("0");
  }

  @Test
  void storesARemovalOfSomebodyUnknownOnceMakesNobodyKnownAndCountsIt() {
    Person person = new Person(null, null, null, null, null, null, Map.of("form", "7"));
    Event removed =
        new Event(
            ids.next(),
            "contact.removed",
            "form",
            "7",
            NOW,
            EventData.of(person, new Removal(Removal.DELETED)));
    Pipeline pipeline = pipeline(message -> new MessageReader.Reading(List.of(removed), List.of()));

    pipeline.process(List.of(receive("once"), receive("twice")));
    pipeline.process(List.of(receive("again")));

    assertThat(test.rows("select type, customer from event"))
        .containsExactly("contact.removed|null");
    assertThat(test.rows("select count(*) from customer")).containsExactly("0");
    assertThat(test.rows("select destination, flow from delivery"))
        .as("by the flow that carries everything")
        .containsExactly("crm|again");
    assertThat(
            registry.get("patchbay.removals.unknown").tag("connection", "form").counter().count())
        .isEqualTo(1);
  }

  private Pipeline pipeline(MessageReader reader) {
    return pipeline(reader, null);
  }

  private Pipeline pipeline(MessageReader reader, String where) {
    Plan plan =
        ToolPlans.plan(
            List.of(),
            List.of(
                new PlannedFlow(
                    "leads",
                    List.of("form"),
                    List.of("lead"),
                    where == null
                        ? null
                        : Mappings.compile("where", where, name -> Optional.empty()),
                    List.of("crm", "mail"),
                    null,
                    Duration.ofMinutes(1)),
                new PlannedFlow(
                    "again",
                    List.of("form"),
                    List.of(),
                    neverOr(where),
                    List.of("crm"),
                    null,
                    null)));
    return new Pipeline(
        database,
        replica.id(),
        () -> plan,
        reader,
        new MessageStore(),
        new Customers(ids),
        new EventLog(),
        new Outbox(ids),
        lanes,
        meters,
        InstantSource.fixed(NOW),
        () -> false);
  }

  private static dev.patchbay.mapping.Mapping neverOr(String where) {
    return where == null ? null : Mappings.compile("where", "false", name -> Optional.empty());
  }

  private MessageReader.Reading lead(Message message) {
    return lead(message, text(message), NOW);
  }

  /** There is no such time in the database: the transaction fails on the poisoned one alone. */
  private MessageReader.Reading leadOrPoison(Message message) {
    String email = text(message);
    return lead(message, email, email.startsWith("poison") ? Instant.MIN : NOW);
  }

  private static MessageReader.Reading lead(Message message, String email, Instant time) {
    Person person = new Person(email, null, null, null, null, null, null);
    return new MessageReader.Reading(
        List.of(
            new Event(
                Ids.derived(message.id(), "0 lead.submitted"),
                "lead.submitted",
                "form",
                null,
                time,
                EventData.NOTHING.withPerson(person))),
        List.of());
  }

  private static String text(Message message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  private Message receive(String body) {
    try {
      UUID id =
          inbox
              .receive(
                  new Incoming(
                      "form",
                      null,
                      Duration.ofMinutes(10),
                      body.getBytes(StandardCharsets.UTF_8),
                      "text/plain",
                      Map.of(),
                      null,
                      NOW))
              .get(10, TimeUnit.SECONDS)
              .message();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (System.nanoTime() < deadline) {
        for (Message message : committed) {
          if (message.id().equals(id)) {
            return message;
          }
        }
        Thread.onSpinWait();
      }
      throw new AssertionError("The committed message was not handed on");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
