package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import dev.patchbay.doubles.VendorDouble;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which vendors have a double to be wrong against, and that its cases show both sides of it. */
class DoublesTest {

  /** HTTP sinks without a double, each with its reason. The list may only shrink. */
  private static final Map<String, String> WITHOUT = Map.of();

  static Stream<Connector> doubled() {
    return ConnectorConformanceTest.connectors().filter(DoublesTest::hasDouble);
  }

  @Test
  void everyHttpSinkHasADoubleOrAReason() {
    Set<String> missing =
        ConnectorConformanceTest.connectors()
            .filter(connector -> sendsHttp(connector) && !hasDouble(connector))
            .map(Connector::name)
            .collect(java.util.stream.Collectors.toSet());
    assertThat(missing)
        .as(
            "A connector that tells its vendor by HTTP has a double to be wrong against: write"
                + " %s into its folder, which refuses what the vendor's pages say it refuses, and"
                + " cases with 'double:' (docs/spec/connector.md, \"A double of the vendor\"). A"
                + " connector that got one goes out of WITHOUT",
            VendorDouble.FILE)
        .isEqualTo(WITHOUT.keySet());
  }

  @ParameterizedTest
  @MethodSource("doubled")
  void showsWhatTheDoubleRefuses(Connector connector) {
    assertThat(sinkCases(connector))
        .as("a case of %s with 'double:' that is not accepted", connector.name())
        .anyMatch(
            each ->
                each.isDouble()
                    && List.of("fix-data", "fix-config")
                        .contains(each.expected("outcome").asText()));
  }

  @ParameterizedTest
  @MethodSource("doubled")
  void showsThatTheDoubleAcceptsForEachSink(Connector connector) {
    for (Sink sink : connector.sinks().values()) {
      assertThat(sinkCases(connector))
          .as("a case of %s, sink %s, that is accepted", connector.name(), sink.name())
          .anyMatch(
              each ->
                  SinkRun.sink(each).equals(sink)
                      && each.expected("outcome").asText().equals("accepted"));
    }
  }

  private static List<ConnectorCase> sinkCases(Connector connector) {
    return ConnectorConformanceTest.cases()
        .filter(each -> each.connector().equals(connector) && each.isSink())
        .toList();
  }

  private static boolean hasDouble(Connector connector) {
    return connector.folder().read(VendorDouble.FILE).isPresent();
  }

  /** Mail and SQL have no answers to refuse with. */
  private static boolean sendsHttp(Connector connector) {
    return connector.sinks().values().stream()
        .map(Sink::kamelet)
        .anyMatch(
            kamelet ->
                kamelet != null
                    && connector
                        .folder()
                        .read(kamelet + ".kamelet.yaml")
                        .orElse("")
                        .contains("throwExceptionOnFailure"));
  }
}
