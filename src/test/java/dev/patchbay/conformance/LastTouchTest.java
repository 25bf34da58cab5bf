package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sale that names no click is told with the customer's last one, for as long as it counts. */
class LastTouchTest {

  private static final String SALE =
      """
      {"id": "e-1", "type": "sale.completed", "source": "till", "time": "2026-11-22T09:00:00Z",
       "data": {"person": {"email": "ana@example.com"},
                "sale": {"id": "p-1", "amount": 2150, "currency": "USD"}}}
      """;
  private static final String TOUCH =
      """
      {"gclid": "g-1", "msclkid": "m-1", "fbclid": "f-1", "fbp": "fb.1.1763640000000.12", "at": "%s"}
      """;

  @ParameterizedTest
  @CsvSource({
    "google-ads, '\"gclid\":\"g-1\"'",
    "microsoft-ads, '\"MicrosoftClickId\":\"m-1\"'",
    "meta, '\"fbc\":\"fb.1.1793437200000.f-1\"'",
    "meta, '\"fbp\":\"fb.1.1763640000000.12\"'",
  })
  void aSaleHasTheLastClickOfNinetyDays(String connector, String said) throws Exception {
    assertThat(told(connector, "2026-10-31T09:00:00Z")).contains(said);
    assertThat(told(connector, "2026-08-01T09:00:00Z")).doesNotContain(said);
  }

  private static String told(String name, String touchedAt) throws Exception {
    Connector connector = Catalog.builtIn().find(name).orElseThrow();
    ObjectNode with = ConnectorCase.JSON.createObjectNode();
    connector
        .parameters()
        .values()
        .forEach(parameter -> with.put(parameter.name(), parameter.defaultValue()));
    with.put("saleGoal", "Sale");
    ObjectNode customer = ConnectorCase.JSON.createObjectNode();
    customer
        .putObject("attribution")
        .set("last", ConnectorCase.JSON.readTree(TOUCH.formatted(touchedAt)));
    return SinkRun.mapped(
            connector,
            "conversion.jslt",
            ConnectorCase.JSON.readTree(SALE),
            with,
            customer,
            ConnectorCase.JSON.createArrayNode())
        .toString();
  }
}
