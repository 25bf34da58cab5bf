package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who said no to any tool since is put on no list, though the event that comes to be sent said yes.
 */
class ConsentAtSendingTest {

  private static final String GRANTED =
      """
      {"id": "e-1", "type": "lead.submitted", "source": "form", "time": "2026-11-22T09:00:00Z",
       "data": {"person": {"email": "ana@example.com", "phone": "+13125550142", "firstName": "Ana"},
                "consent": {"email": "granted", "sms": "granted", "ads": "granted"}}}
      """;

  @ParameterizedTest
  @CsvSource({
    "mailchimp, member, '\"status_if_new\":\"subscribed\"'",
    "brevo, contact, listIds",
    "klaviyo, subscription, SUBSCRIBED",
    "activecampaign, subscription, '\"status\":\"1\"'",
    "google-ads, audience-add, audienceMembers",
    "google-ads, conversion, transactionId",
    "meta, audience-add, payload",
    "meta, conversion, event_id",
  })
  void aRefusalSinceThenCounts(String connector, String sink, String wouldSay) throws Exception {
    String allowed = made(connector, sink, "granted");
    String refused = made(connector, sink, "denied");

    assertThat(allowed).contains(wouldSay);
    assertThat(refused).doesNotContain(wouldSay);
  }

  private static String made(String name, String sinkName, String answer) throws Exception {
    Connector connector = Catalog.builtIn().find(name).orElseThrow();
    Sink sink = connector.sinks().get(sinkName);
    ObjectNode with = ConnectorCase.JSON.createObjectNode();
    connector
        .parameters()
        .values()
        .forEach(
            parameter -> {
              String value =
                  parameter.defaultValue() == null || parameter.defaultValue().isEmpty()
                      ? parameter.example()
                      : parameter.defaultValue();
              if (value != null && !parameter.secret()) {
                with.put(parameter.name(), value);
              }
            });
    with.put("listIds", "2, 3");
    ObjectNode customer = ConnectorCase.JSON.createObjectNode();
    customer.put("id", "c-1");
    ObjectNode consent = customer.putObject("consent");
    for (String channel : new String[] {"email", "sms", "ads"}) {
      consent.put(channel, answer);
    }
    return SinkRun.mapped(
            connector,
            sink.mapping(),
            ConnectorCase.JSON.readTree(GRANTED),
            with,
            customer,
            ConnectorCase.JSON.createArrayNode())
        .toString();
  }
}
