package dev.patchbay.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Category;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Sink;
import dev.patchbay.plan.PlannedConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An erasure reaches every CRM and every list of e-mail addresses that we fill. */
class ErasersTest {

  private static final Set<Category> KEEPING = Set.of(Category.CRM, Category.EMAIL);

  static Stream<Connector> keepers() {
    return Catalog.only(Path.of("connectors")).all().stream()
        .filter(connector -> KEEPING.contains(connector.category()))
        .filter(
            connector ->
                connector.sinks().values().stream().anyMatch(sink -> !sink.keeps().isEmpty()));
  }

  @Test
  void areLookedForInMoreThanOneTool() {
    assertThat(keepers()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void areToldToDeleteThePerson(Connector connector) {
    Tools tools = Tools.of(ToolPlans.plan(List.of(connection(connector)), List.of()));

    assertThat(tools.names()).containsExactly("tool");
    assertThat(tools.eraser("tool")).map(Sink::removes).contains(true);
  }

  /** Else nobody knows that the tool holds the person, and it is neither told nor named. */
  @ParameterizedTest
  @MethodSource("keepers")
  void areKnownToHoldWhomTheyWereToldOf(Connector connector) {
    assertThat(connector.sinks().values())
        .filteredOn(sink -> sink.accepts("contact.updated") || sink.accepts("sale.completed"))
        .filteredOn(sink -> sink.kamelet() != null && !sink.kamelet().contains("activity"))
        .allSatisfy(sink -> assertThat(sink.keeps()).as(sink.name()).isNotEmpty());
  }

  /** Its like may be written, and then holds whom it was told of. */
  @Test
  void passAFolderByThatIsOnlyRead() {
    Connector files = Catalog.only(Path.of("connectors")).find("csv").orElseThrow();
    List<PlannedConnection> tools = List.of(connection(files));
    List<String> all = List.of();

    assertThat(
            Tools.of(
                    ToolPlans.plan(
                        tools, List.of(ToolPlans.flow("in", List.of("tool"), all, "crm"))))
                .names())
        .isEmpty();
    assertThat(
            Tools.of(
                    ToolPlans.plan(
                        tools, List.of(ToolPlans.flow("out", List.of("form"), all, "tool"))))
                .names())
        .containsExactly("tool");
  }

  private static PlannedConnection connection(Connector connector) {
    return new PlannedConnection("tool", connector, Map.of(), Map.of(), null, null, null);
  }
}
