package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.dashboard.ConnectionViews.Connection;
import dev.patchbay.dashboard.ConnectionViews.Inbound;
import dev.patchbay.dashboard.ConnectionViews.Outbound;
import dev.patchbay.dashboard.ConnectionViews.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class WiringTest {

  private final List<Connection> connections =
      List.of(
          connection("form", "works", true, false),
          connection("phone", "broken", true, false),
          connection("crm", "attention", true, true),
          connection("team", "works", false, true));

  private final Wiring wiring =
      Wiring.of(
          connections,
          List.of(
              new Wire("to-crm", "form", "crm", 60_000L, 2.5),
              new Wire("to-crm", "phone", "crm", 60_000L, 0),
              new Wire("to-team", "form", "team", null, 0)));

  @Test
  void putsWhatTellsLeftAndWhatIsToldRightAndBothOnBoth() {
    assertThat(wiring.nodes())
        .extracting(node -> node.kind() + " " + node.label())
        .containsExactly(
            "source form",
            "source phone",
            "source crm",
            "flow to-crm",
            "flow to-team",
            "sink crm",
            "sink team");
    assertThat(wiring.nodes())
        .filteredOn(node -> node.kind().equals("flow"))
        .extracting(Wiring.Node::note)
        .containsExactly("2.5 a minute", "quiet");
  }

  @Test
  void drawsEachWireOnceColoredByTheConnectionAtItsEnd() {
    assertThat(wiring.lines())
        .extracting(Wiring.Line::color)
        .containsExactly("ok", "warn", "bad", "ok", "ok");
    assertThat(wiring.lines()).filteredOn(Wiring.Line::busy).hasSize(2);
  }

  @Test
  void keepsAllInThePictureWithoutOneOverTheOther() {
    assertThat(wiring.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.x()).isNotNegative();
              assertThat(node.x() + node.width()).isLessThanOrEqualTo(wiring.width());
              assertThat(node.y() + node.height()).isLessThanOrEqualTo(wiring.height());
            });
    for (Wiring.Node a : wiring.nodes()) {
      for (Wiring.Node b : wiring.nodes()) {
        assertThat(a == b || a.x() != b.x() || Math.abs(a.y() - b.y()) >= a.height()).isTrue();
      }
    }
  }

  @Test
  void drawsAStackWithoutFlows() {
    assertThat(Wiring.of(connections, List.of()).lines()).isEmpty();
    assertThat(Wiring.of(List.of(), List.of()).nodes()).isEmpty();
  }

  private static Connection connection(String name, String health, boolean tells, boolean told) {
    return new Connection(
        name,
        name,
        "made-up",
        "Made up",
        "generic",
        health,
        health,
        "",
        null,
        List.of(),
        tells
            ? new Inbound(
                "webhook", null, 0, null, null, false, false, null, 0, null, 0, 0, 0, 0, 0, 0,
                List.of())
            : null,
        told
            ? new Outbound(
                "open", null, null, null, null, null, null, null, null, 0, null, List.of(), 0,
                List.of(), 0, 0, null, null)
            : null,
        List.of(),
        List.of());
  }
}
