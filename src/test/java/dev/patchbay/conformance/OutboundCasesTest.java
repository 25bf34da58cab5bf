package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends what others gathered of vendors' requests, where it is at hand: beside the project, or
 * where the system property {@code patchbay.cases} says.
 */
class OutboundCasesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a field of Meta's vectors stands in a person, and in what is sent. */
  private static final Map<String, List<String>> META =
      Map.of(
          "phone", List.of("/phone", "ph"),
          "email", List.of("/email", "em"),
          "state", List.of("/address/region", "st"),
          "country", List.of("/address/country", "country"));

  @TestFactory
  Stream<DynamicTest> hashesForGoogleAsItsVectorsSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : vectors("google_ads/normalisation_rules.json")) {
      String field = vector.path("field").asText();
      boolean email = field.equals("email");
      if (email || (field.equals("phone") && vector.has("sha256"))) {
        String place = email ? "/emailAddress" : "/phoneNumber";
        tests.add(
            DynamicTest.dynamicTest(
                vector.path("in").asText(),
                () -> {
                  JsonNode sent =
                      sent(
                          "google-ads", "conversion.jslt", lead(field, vector.path("in").asText()));
                  JsonNode hash = sent.at("/events/0/userData/userIdentifiers/0" + place);
                  assertThat(hash.asText()).isEqualTo(vector.path("sha256").asText());
                }));
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> hashesForMetaAsItsVectorsSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : vectors("meta_conversions_api/user_data_vectors.json")) {
      List<String> places = META.get(vector.path("field").asText());
      if (places != null && vector.hasNonNull("normalised")) {
        tests.add(
            DynamicTest.dynamicTest(
                vector.path("in").asText(),
                () -> {
                  JsonNode sent =
                      sent(
                          "meta",
                          "conversion.jslt",
                          lead(places.get(0), vector.path("in").asText()));
                  assertThat(sent.at("/data/0/user_data/" + places.get(1) + "/0").asText())
                      .isEqualTo(sha256(vector.path("normalised").asText()));
                }));
      }
    }
    return tests.stream();
  }

  @Test
  void addsToMetasAudienceWhatTheCaseSays() throws IOException {
    JsonNode outbound = outbound("meta_custom_audiences/add_three_email_only.json");
    JsonNode payload = outbound.at("/request/body/payload");
    int column = column(payload.path("schema"));
    JsonNode contacts = outbound.at("/given/contacts");
    for (int i = 0; i < contacts.size(); i++) {
      JsonNode sent =
          sent(
              "meta",
              "audience-add.jslt",
              lead("/email", contacts.at("/" + i + "/email").asText()));
      JsonNode row = sent.at("/payload/data/0");
      assertThat(row.path(column(sent.at("/payload/schema"))))
          .isEqualTo(payload.at("/data/" + i + "/" + column));
      assertThat(row).filteredOn(cell -> cell.asText().isEmpty()).hasSize(row.size() - 1);
    }
  }

  @Test
  void addsToSalesforceTheLeadOfTheCase() throws IOException {
    JsonNode request = outbound("salesforce/lead_create_minimal.json").path("request");
    ObjectNode lead = lead("/email", request.at("/body/Email").asText());
    ObjectNode person = (ObjectNode) lead.at("/data/person");
    person.put("lastName", request.at("/body/LastName").asText());
    person.put("company", request.at("/body/Company").asText());
    JsonNode sent = sent("salesforce", "lead.jslt", lead);
    assertThat(request.path("path").asText()).endsWith(sent.path("path").asText());
    assertThat(sent.path("method")).isEqualTo(request.path("method"));
    assertThat(Subset.missing(request.path("body"), sent.path("record"))).isEmpty();
  }

  private static int column(JsonNode schema) {
    for (int i = 0; i < schema.size(); i++) {
      if (schema.path(i).asText().equals("EMAIL")) {
        return i;
      }
    }
    throw new AssertionError("no column EMAIL in " + schema);
  }

  private static JsonNode vectors(String file) throws IOException {
    return outbound(file).at("/response/vectors");
  }

  private static JsonNode outbound(String file) throws IOException {
    Path root = Path.of(System.getProperty("patchbay.cases", "../shared/cases"));
    Path path = root.resolve("outbound").resolve(file);
    assumeThat(path).as("public cases at %s: absent, skipped", root).exists();
    return JSON.readTree(path.toFile());
  }

  /** A lead of a person of whom one thing besides an email is known. */
  private static ObjectNode lead(String place, String value) {
    ObjectNode lead =
        JSON.createObjectNode()
            .put("id", "00000000-0000-7000-8000-00000000000a")
            .put("type", "lead.submitted")
            .put("time", "2026-11-22T09:00:00Z");
    ObjectNode person = lead.putObject("data").putObject("person");
    String name = place.substring(place.lastIndexOf('/') + 1);
    if (place.startsWith("/address")) {
      person.put("email", "ana@example.com");
      person.putObject("address").put(name, value);
    } else {
      person.put(name, value);
    }
    return lead;
  }

  private static JsonNode sent(String connectorName, String mapping, JsonNode event) {
    Connector connector = Catalog.only(Path.of("connectors")).find(connectorName).orElseThrow();
    ObjectNode with = JSON.createObjectNode();
    connector
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.defaultValue() != null && !parameter.secret()) {
                with.put(name, parameter.defaultValue());
              }
            });
    return SourceRun.mapping(connector, mapping)
        .apply(
            event,
            Map.of(
                "with", with,
                "customer", JSON.createObjectNode(),
                "told", JSON.createArrayNode(),
                "delivery", JSON.createObjectNode()));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
