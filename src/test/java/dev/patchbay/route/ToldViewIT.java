package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import dev.patchbay.customer.Customers;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.delivery.Reply;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.tools.ToolPlans;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToldViewIT {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final TestDatabase test = TestDatabase.create();
  private final Ids ids = new Ids(Clock.systemUTC(), RandomGenerator.getDefault());
  private final Outbox outbox = new Outbox(ids);
  private final UUID customer = UUID.randomUUID();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void tellsWhatTheDestinationTookOfTheSameSaleOldestFirst() {
    store("lead.submitted", "l-1", "{\"attribution\":{\"gclid\":\"g-1\"}}", customer);
    StoredEvent sale =
        store("sale.completed", "p-1", "{\"sale\":{\"id\":\"p-1\",\"amount\":900}}", customer);
    StoredEvent other = store("sale.completed", "p-2", "{\"sale\":{\"id\":\"p-2\"}}", customer);
    StoredEvent first = store("sale.refunded", "r-1", refund("r-1"), null);
    StoredEvent second = store("sale.refunded", "r-2", refund("r-2"), null);
    delivered(sale, "ads", null);
    delivered(other, "ads", null);
    delivered(first, "ads", null);

    JsonNode told = told(second);

    assertThat(told).hasSize(2);
    assertThat(told.get(0).path("type").asText()).isEqualTo("sale.completed");
    assertThat(told.get(0).at("/data/sale/amount").asInt()).isEqualTo(900);
    assertThat(told.get(0).path("time").asText()).isEqualTo(NOW.toString());
    assertThat(told.get(0).at("/touch/gclid").asText()).isEqualTo("g-1");
    assertThat(told.get(1).at("/data/sale/id").asText()).isEqualTo("r-1");
    assertThat(told.get(1).has("touch")).as("nobody's").isFalse();
  }

  @Test
  void leavesOutWhatDiedWhatOthersTookAndWhatWentByAnotherSink() {
    StoredEvent dead = deal("Won");
    StoredEvent elsewhere = deal("Won");
    StoredEvent audience = deal("Won");
    StoredEvent now = deal("Lost");
    settle(enqueue(dead, "ads", null), DeliveryState.DEAD);
    delivered(elsewhere, "crm", null);
    delivered(audience, "ads", "audience-remove");

    assertThat(told(now)).isEmpty();
  }

  @Test
  void waitsForAnEarlierOneThatIsStillToBeSent() {
    StoredEvent won = deal("Won");
    StoredEvent lost = deal("Lost");
    enqueue(won, "ads", null);

    assertThatThrownBy(() -> told(lost))
        .isInstanceOfSatisfying(
            ToldView.StillToBeSentException.class,
            waits ->
                assertThat(Failures.reply(waits).failure())
                    .extracting(Reply.Failure::kind)
                    .isEqualTo("waiting"));
  }

  @Test
  void aRefundOfNobodyIsTheCustomersWhoseSaleItIs() {
    customer("Ana");
    store("sale.completed", "p-1", "{\"sale\":{\"id\":\"p-1\"}}", customer);
    StoredEvent refund = store("sale.refunded", "r-1", refund("r-1"), null);
    DefaultCamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("database", test.database());
    context.getRegistry().bind("customers", new Customers(ids));
    CustomerView view = new CustomerView(context);

    assertThat(view.of(refund, true, true).at("/person/firstName").asText()).isEqualTo("Ana");
    assertThat(view.of(refund, true, false).isNull()).isTrue();
  }

  private void customer(String firstName) {
    test.database()
        .inTransaction(
            sql -> {
              try (PreparedStatement insert =
                  sql.prepareStatement(
                      "insert into customer (id, created_at, updated_at, person)"
                          + " values (?, now(), now(), jsonb_build_object('firstName', ?::text))")) {
                insert.setObject(1, customer);
                insert.setString(2, firstName);
                return insert.executeUpdate();
              }
            });
  }

  @Test
  void aMappingTakesBackWhatItToldWithTheClickOfThen() {
    customer("Ana");
    store("lead.submitted", "l-1", "{\"attribution\":{\"msclkid\":\"made-up-1\"}}", customer);
    StoredEvent won =
        store(
            "deal.stage_changed",
            "77",
            "{\"deal\":{\"id\":\"77\",\"stage\":\"Won\",\"won\":true}}",
            customer);
    delivered(won, "ads", null);
    StoredEvent lost = deal("Lost");
    Connector connector = Catalog.only(Path.of("connectors")).find("microsoft-ads").orElseThrow();
    SinkRequests requests = requests(connector);
    Sink sink = requests.choose(null, "deal.stage_changed").orElseThrow();

    assertThat(requests.make(sink, delivery(lost), lost).body())
        .contains("\"AdjustmentType\":\"Retract\"")
        .contains("\"MicrosoftClickId\":\"made-up-1\"")
        .contains("\"ConversionTime\":\"" + NOW + "\"");
  }

  private SinkRequests requests(Connector connector) {
    DefaultCamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("database", test.database());
    context.getRegistry().bind("customers", new Customers(ids));
    Plan plan = ToolPlans.plan(List.of(), List.of());
    return new SinkRequests(
        new PlannedConnection(
            "ads", connector, Map.of("dealGoal", "Won"), Map.of(), null, null, null),
        plan,
        new CustomerView(context),
        new ToldView(context),
        Clock.systemUTC());
  }

  @Test
  void tellsWhatTheDestinationTookOfALeadAndOfTheHubsWordsOnIt() {
    StoredEvent lead =
        store("lead.submitted", "l-1", "{\"attribution\":{\"gclid\":\"g-1\"}}", customer);
    StoredEvent other = store("lead.submitted", "l-2", "{}", customer);
    StoredEvent withdrawn = word("lead.withdrawn", lead);
    StoredEvent restored = word("lead.restored", lead);
    delivered(lead, "ads", null);
    delivered(other, "ads", null);
    delivered(withdrawn, "ads", null);

    assertThat(types(told(restored))).containsExactly("lead.submitted", "lead.withdrawn");
    assertThat(types(told(withdrawn))).containsExactly("lead.submitted");
    assertThat(told(withdrawn).get(0).at("/touch/gclid").asText()).isEqualTo("g-1");
  }

  @Test
  void tellsEveryEventOfTheCallThatALeadIs() {
    String call = "{\"call\":{\"id\":\"c-1\"}}";
    StoredEvent started = store("call.started", "c-1", call, customer);
    StoredEvent completed = store("call.completed", "c-1", call, customer);
    delivered(completed, "ads", null);

    assertThat(types(told(word("lead.withdrawn", started)))).containsExactly("call.completed");
  }

  @Test
  void waitsForALeadThatIsStillToBeSent() {
    StoredEvent lead = store("lead.submitted", "l-1", "{}", customer);
    enqueue(lead, "ads", null);

    assertThatThrownBy(() -> told(word("lead.withdrawn", lead)))
        .isInstanceOf(ToldView.StillToBeSentException.class);
  }

  private static List<String> types(JsonNode told) {
    List<String> types = new ArrayList<>();
    told.forEach(each -> types.add(each.path("type").asText()));
    return types;
  }

  /** What the hub says of a lead bears the message of the lead's first event. */
  private StoredEvent word(String type, StoredEvent lead) {
    return append(
        new StoredEvent(
            UUID.randomUUID(),
            lead.message(),
            type,
            "patchbay",
            lead.id().toString(),
            NOW,
            NOW,
            customer,
            "{}"));
  }

  @Test
  void looksBackOnly() {
    StoredEvent won = deal("Won");
    delivered(deal("Lost"), "ads", null);

    assertThat(told(won)).isEmpty();
  }

  private JsonNode told(StoredEvent event) {
    ToldView view = new ToldView(new DefaultCamelContext());
    return test.database()
        .inTransaction(sql -> view.told(sql, "ads", event, (action, type) -> action == null));
  }

  private static String refund(String id) {
    return "{\"sale\":{\"id\":\"%s\",\"refundOf\":\"p-1\",\"amount\":100}}".formatted(id);
  }

  private StoredEvent deal(String stage) {
    return store(
        "deal.stage_changed",
        "77",
        "{\"deal\":{\"id\":\"77\",\"stage\":\"%s\"}}".formatted(stage),
        customer);
  }

  private StoredEvent store(String type, String subject, String data, @Nullable UUID owner) {
    return append(
        new StoredEvent(
            UUID.randomUUID(), UUID.randomUUID(), type, "till", subject, NOW, NOW, owner, data));
  }

  private StoredEvent append(StoredEvent event) {
    test.database().inTransaction(sql -> new EventLog().append(sql, List.of(event)));
    return event;
  }

  private void delivered(StoredEvent event, String destination, @Nullable String action) {
    settle(enqueue(event, destination, action), DeliveryState.DELIVERED);
  }

  private Delivery delivery(StoredEvent event) {
    return enqueue(event, "ads", null);
  }

  private Delivery enqueue(StoredEvent event, String destination, @Nullable String action) {
    NewDelivery row =
        new NewDelivery(event.id(), event.customer(), destination, "till", "flow", action, NOW);
    return test.database()
        .inTransaction(sql -> outbox.enqueue(sql, List.of(row), unclaimed -> Optional.empty()))
        .get(0);
  }

  private void settle(Delivery delivery, DeliveryState state) {
    test.database()
        .inTransaction(
            sql -> {
              try (PreparedStatement update =
                  sql.prepareStatement(
                      "update delivery set state = ?, finished_at = ?::timestamptz where id = ?")) {
                update.setInt(1, state.ordinal());
                update.setString(2, NOW.plusSeconds(60).toString());
                update.setObject(3, delivery.id());
                return update.executeUpdate();
              }
            });
  }
}
