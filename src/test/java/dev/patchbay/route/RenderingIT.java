package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sink runs in a plain Camel context, with nothing of a hub around it. */
class RenderingIT {

  /** For sinks that take no leads: what any Kamelet needs to find in a body. */
  private static final String BODY =
      """
      {"subject": "Made up", "text": "Made up", "html": "Made up", "module": "Contacts",
       "looks": [{"of": "stays", "find": "word=made-up", "fields": "'Email'", "like": ".*"}],
       "member": "1", "find": "email=made-up", "note": "Made up", "entry": "\\"points_change\\":1}"}
      """;

  private static final String LEAD =
      """
      {"specversion": "1.0", "id": "00000000-0000-7000-8000-00000000000a", "source": "form",
       "type": "%s", "subject": "s-1", "time": "2026-11-22T09:00:00Z",
       "data": {"person": {"email": "ana@example.com", "phone": "+15555550100", "firstName": "Ana"},
                "consent": {"email": "granted"}}}
      """;

  static Stream<Arguments> sinks() {
    return Catalog.builtIn().all().stream()
        .flatMap(
            connector ->
                connector.sinks().values().stream()
                    .filter(sink -> sink.kamelet() != null)
                    .map(sink -> Arguments.of(connector.name(), sink.name())));
  }

  @ParameterizedTest
  @MethodSource("sinks")
  void runsInAPlainContext(String connectorName, String sinkName) throws Exception {
    Connector connector = Catalog.builtIn().find(connectorName).orElseThrow();
    Sink sink = connector.sinks().get(sinkName);
    JsonNode lead = new ObjectMapper().readTree(LEAD.formatted("lead.submitted"));
    try (Rendering rendering =
        new Rendering(connector, sink, values(connector), Path.of(""), null)) {
      Rendering.Rendered rendered = rendering.render(lead, List.of());
      if (rendered.reply().isNothingToSend()) {
        rendered = rendering.send(BODY, List.of());
      }
      assertThat(rendered.reply().failure()).as("%s", rendered.reply()).isNull();
      assertThat(rendered.requests()).isNotEmpty();
      String url = rendered.requests().get(0).url();
      assertThat(secrets(connector)).allSatisfy(secret -> assertThat(url).doesNotContain(secret));
    }
  }

  @Test
  void showsTheVendorsOwnAddressAndUsesAnswersInOrder() throws Exception {
    Connector connector = Catalog.builtIn().find("hubspot").orElseThrow();
    Sink sink = connector.sinks().values().iterator().next();
    JsonNode lead = new ObjectMapper().readTree(LEAD.formatted("lead.submitted"));
    try (Rendering rendering =
        new Rendering(connector, sink, values(connector), Path.of(""), null)) {
      Rendering.Rendered rendered =
          rendering.render(
              lead, List.of(new Rendering.Answer(429, Map.of("Retry-After", "3"), "{\"a\":1}")));
      assertThat(rendered.requests().get(0).url()).startsWith("https://api.hubapi.com/");
      assertThat(rendered.reply().status()).isEqualTo(429);
      assertThat(rendered.reply().headers()).containsEntry("retry-after", "3");
      assertThat(rendered.reply().body()).isEqualTo("{\"a\":1}");
    }
  }

  /** What must not stand in an address, where the address itself is not the secret. */
  private static List<String> secrets(Connector connector) {
    return connector.parameters().values().stream()
        .filter(parameter -> parameter.secret() && parameter.type() != Parameter.Type.URL)
        .map(parameter -> values(connector).get(parameter.name()))
        .filter(Objects::nonNull)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static Map<String, String> values(Connector connector) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : connector.parameters().values()) {
      String value = parameter.defaultValue();
      if (value == null && (parameter.required() || connector.isToken(parameter.name()))) {
        value = parameter.example() == null ? "made-up" : parameter.example();
      }
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }
}
