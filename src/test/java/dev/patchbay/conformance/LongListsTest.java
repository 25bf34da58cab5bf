package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.event.Event;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.route.SweepPages;
import dev.patchbay.route.SweepPages.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Sweeps over lists that are longer than a page, or than a vendor's pages reach. */
class LongListsTest {

  private static final Catalog CATALOG = Catalog.only(Path.of("connectors"));
  private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-11-22T12:00:00Z");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Test
  void aFullPageOfOdooIsFollowedFromItsLastTimeAndThenByPlace() {
    Sweep sweep = new Sweep("odoo", JSON.objectNode());

    JsonNode second = sweep.answer(rows(500, this::odooRow)).path("body");
    JsonNode third = sweep.answer(rows(500, i -> odooRow(499))).path("body");

    assertThat(second.at("/domain/0/2").asText()).isEqualTo("2026-11-22 10:08:19");
    assertThat(second.path("offset").asInt()).isZero();
    assertThat(third.at("/domain/0/2").asText()).isEqualTo("2026-11-22 10:08:19");
    assertThat(third.path("offset").asInt()).isEqualTo(500);
    assertThat(sweep.page.position()).isEqualTo("2026-11-22T10:08:19Z");
  }

  @Test
  void aFullPageOfOdooByJsonRpcIsFollowedWithTheFieldsThatItHas() throws Exception {
    Sweep sweep = new Sweep("odoo", JSON.objectNode().put("login", "patchbay@made-up.example"));
    ObjectNode fields = JSON.objectNode();
    fields.putObject("result").putObject("write_date");

    ObjectNode first = (ObjectNode) sweep.answer(fields).path("body");
    JsonNode second = sweep.answer(in("result", rows(500, this::odooRow))).path("body");
    JsonNode find = ConnectorCase.JSON.readTree(second.path("find").asText());

    assertThat(first.path("model").asText()).isEqualTo("res.partner");
    assertThat(second.path("call").asText()).isEqualTo("search_read");
    assertThat(find.at("/domain/0/2").asText()).isEqualTo("2026-11-22 10:08:19");
    assertThat(find.path("fields")).hasToString("[\"write_date\"]");
  }

  @Test
  void aFullPageOfEspoCrmIsFollowedFromItsLastTimeAndThenByPlace() {
    Sweep sweep = new Sweep("espocrm", JSON.objectNode());

    JsonNode second = sweep.answer(in("list", rows(200, this::espoRow))).path("query");
    JsonNode third = sweep.answer(in("list", rows(200, i -> espoRow(199)))).path("query");
    JsonNode leads = sweep.answer(in("list", rows(1, i -> espoRow(199))));

    assertThat(second.path("where[0][value]").asText()).isEqualTo("2026-11-22 10:03:19");
    assertThat(second.path("offset").asText()).isEqualTo("0");
    assertThat(third.path("where[0][value]").asText()).isEqualTo("2026-11-22 10:03:19");
    assertThat(third.path("offset").asText()).isEqualTo("200");
    assertThat(leads.path("path").asText()).isEqualTo("/Lead");
    assertThat(leads.at("/query").path("where[0][value]").asText())
        .isEqualTo("2026-11-22 10:00:00");
  }

  @Test
  void aListOfZohoThatIsLongerThanItsTokensReachGoesOnFromTheLastTime() {
    Sweep sweep = new Sweep("zoho", JSON.objectNode());
    ObjectNode row =
        JSON.objectNode().put("id", "1").put("Modified_Time", "2026-11-22T05:00:00-06:00");
    ObjectNode answer = in("data", rows(1, i -> row));
    answer.putObject("info").put("more_records", true).put("next_page_token", "made-up");

    JsonNode ask = sweep.answer(answer);
    for (int page = 2; page < 450; page++) {
      assertThat(ask.at("/query/page_token").asText()).isEqualTo("made-up");
      ask = sweep.answer(answer);
    }
    ask = sweep.answer(answer);

    assertThat(ask.at("/query").has("page_token")).isFalse();
    assertThat(ask.at("/headers/If-Modified-Since").asText())
        .isEqualTo("2026-11-22T11:00:00+00:00");
    assertThat(ask.path("path").asText()).isEqualTo("/Contacts");
  }

  @Test
  void aListOfShopifyThatIsLongerThanItsCursorsReachGoesOnFromTheLastTime() {
    Sweep sweep = new Sweep("shopify", JSON.objectNode().put("apiVersion", "2026-10"));
    ObjectNode answer = orders(200, "2026-11-22T11:00:00Z");

    JsonNode ask = sweep.answer(answer);
    for (int page = 2; page < 100; page++) {
      assertThat(ask.at("/body/variables/after").asText()).isEqualTo("made-up-cursor");
      ask = sweep.answer(answer);
    }
    ask = sweep.answer(answer);
    assertThat(ask.at("/body/variables").has("after")).isFalse();
    assertThat(ask.at("/body/variables/search").asText())
        .startsWith("updated_at:>='2026-11-22T11:00:00Z' AND updated_at:<='2026-11-22T12:00:00Z'");

    for (int page = 0; page < 101; page++) {
      ask = sweep.answer(answer);
      assertThat(ask.at("/body/variables/after").asText())
          .as("so many at the same time go on by cursor")
          .isEqualTo("made-up-cursor");
    }
    ((ObjectNode) answer.at("/data/orders/pageInfo")).put("hasNextPage", false);
    assertThat(sweep.answer(answer).at("/body/variables/search").asText())
        .as("customers from the beginning")
        .startsWith("updated_at:>='2026-11-22T10:00:00Z'");
  }

  @Test
  void aPageOfWhichShopifyWithholdsFieldsIsNotTaken() {
    Sweep sweep = new Sweep("shopify", JSON.objectNode().put("apiVersion", "2026-10"));
    ObjectNode answer = orders(1, "2026-11-22T11:00:00Z");
    answer.putArray("errors").addObject().putObject("extensions").put("code", "ACCESS_DENIED");

    assertThatThrownBy(() -> sweep.answer(answer)).isInstanceOf(MappingException.class);
  }

  @Test
  void aSaleThatShopifyTellsByWebhookAndByListHappensOnce() {
    Sweep sweep = new Sweep("shopify", JSON.objectNode().put("apiVersion", "2026-10"));
    sweep.answer(orders(1, "2026-11-22T11:00:00Z"));

    assertThat(
            ids(
                "shopify",
                "{\"id\":100,\"currency\":\"USD\",\"total_price\":\"42.50\",\"financial_status\":\"paid\"}"))
        .hasSize(1)
        .isEqualTo(ids("shopify", sweep.page.messages().get(0).body()));
  }

  private static ObjectNode orders(int number, String updatedAt) {
    ObjectNode money = JSON.objectNode();
    money.putObject("shopMoney").put("amount", "42.5").put("currencyCode", "USD");
    ObjectNode orders =
        in(
            "nodes",
            rows(
                number,
                i -> {
                  ObjectNode order =
                      JSON.objectNode()
                          .put("legacyResourceId", String.valueOf(100 + i))
                          .put("displayFinancialStatus", "PAID")
                          .put("updatedAt", updatedAt);
                  order.set("totalPriceSet", money);
                  return order;
                }));
    orders.putObject("pageInfo").put("hasNextPage", true).put("endCursor", "made-up-cursor");
    ObjectNode answer = JSON.objectNode();
    answer.putObject("data").set("orders", orders);
    return answer;
  }

  @Test
  void aStageThatPipedriveTellsByWebhookAndByListHappensOnce() {
    ObjectNode deal =
        JSON.objectNode()
            .put("id", 7)
            .put("status", "won")
            .put("stage_id", 4)
            .put("update_time", "2026-11-22T11:30:00Z")
            .put("stage_change_time", "2026-11-20T09:00:00Z")
            .put("won_time", "2026-11-22T11:20:00Z");
    Sweep sweep = new Sweep("pipedrive", JSON.objectNode());
    sweep.answer(in("data", JSON.arrayNode()).put("success", true));
    sweep.answer(in("data", JSON.arrayNode().add(deal)).put("success", true));
    ObjectNode webhook = JSON.objectNode();
    webhook
        .putObject("meta")
        .put("entity", "deal")
        .put("action", "change")
        .put("timestamp", "2026-11-22T11:20:00.512Z");
    webhook.set("data", deal);
    webhook.putObject("previous").put("status", "open");
    ObjectNode reopened = webhook.deepCopy();
    ((ObjectNode) reopened.path("data")).put("status", "open").putNull("won_time");
    ((ObjectNode) reopened.path("previous")).put("status", "won");

    assertThat(ids("pipedrive", webhook.toString()))
        .isEqualTo(ids("pipedrive", sweep.page.messages().get(0).body()))
        .isNotEqualTo(ids("pipedrive", reopened.toString()));
  }

  private static List<UUID> ids(String connector, String body) {
    SourceRun run = new SourceRun(connector(connector), Map.of(), JSON.objectNode());
    return run
        .normalize(
            new SignedRequest(
                "POST",
                "https://hooks.example/hooks/crm",
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8)),
            "application/json")
        .events()
        .stream()
        .map(Event::id)
        .toList();
  }

  private static Connector connector(String name) {
    return CATALOG.find(name).orElseThrow();
  }

  private static ArrayNode rows(int number, IntFunction<ObjectNode> row) {
    ArrayNode rows = JSON.arrayNode();
    for (int i = 0; i < number; i++) {
      rows.add(row.apply(i));
    }
    return rows;
  }

  private static ObjectNode in(String field, ArrayNode rows) {
    ObjectNode answer = JSON.objectNode();
    answer.set(field, rows);
    return answer;
  }

  private ObjectNode odooRow(int second) {
    return JSON.objectNode().put("id", second).put("write_date", time(second));
  }

  private ObjectNode espoRow(int second) {
    return JSON.objectNode().put("id", "c" + second).put("modifiedAt", time(second));
  }

  private static String time(int second) {
    return SINCE.plusSeconds(second).toString().replace("T", " ").replace("Z", "");
  }

  /** One conversation. */
  private static final class Sweep {

    private final SweepPages pages;
    private Page page;

    Sweep(String name, JsonNode with) {
      Connector connector = connector(name);
      String mapping = Objects.requireNonNull(connector.source()).sweep().mapping();
      pages = new SweepPages(SourceRun.mapping(connector, mapping), with);
      page = pages.begin(SINCE, UNTIL);
    }

    /** What is asked after an answer; nothing once the sweep has ended. */
    JsonNode answer(JsonNode body) {
      page =
          pages.answered(
              SINCE, UNTIL, Objects.requireNonNull(page.next()), 200, Map.of(), body.toString());
      SweepPages.Question next = page.next();
      return next == null ? JSON.missingNode() : next.written();
    }
  }
}
