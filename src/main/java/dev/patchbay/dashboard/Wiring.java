package dev.patchbay.dashboard;

import dev.patchbay.dashboard.ConnectionViews.Connection;
import dev.patchbay.dashboard.ConnectionViews.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The wiring as a picture: what tells on the left, flows in the middle, what is told on the right.
 * Places are in the picture's own units.
 */
record Wiring(int width, int height, List<Node> nodes, List<Line> lines) {

  /**
   * A box.
   *
   * @param kind {@code source}, {@code flow} or {@code sink}
   * @param word how it stands; empty for a flow
   * @param color class for it
   * @param note what goes through
   */
  record Node(
      String kind,
      int x,
      int y,
      int width,
      int height,
      String href,
      String label,
      String word,
      String color,
      String note) {}

  /**
   * A wire.
   *
   * @param path its way, as SVG writes it
   * @param color class by the health of the connection at its end
   * @param busy whether something went along it lately
   */
  record Line(String path, String color, boolean busy) {}

  private static final int WIDTH = 1000;
  private static final int SIDE = 290;
  private static final int MIDDLE = 240;
  private static final int HIGH = 50;
  private static final int GAP = 12;
  private static final int TOP = 34;

  /** Drawn by the stack's connections and flows, in their order. */
  static Wiring of(List<Connection> connections, List<Wire> wires) {
    List<String> flows = wires.stream().map(Wire::flow).distinct().toList();
    List<Connection> sources = connections.stream().filter(each -> each.inbound() != null).toList();
    List<Connection> sinks =
        connections.stream()
            .filter(each -> each.outbound() != null)
            .filter(
                each ->
                    each.inbound() == null
                        || wires.stream().anyMatch(wire -> wire.to().equals(each.name())))
            .toList();
    int most = Math.max(sources.size(), Math.max(flows.size(), sinks.size()));
    int height = TOP + most * (HIGH + GAP) + GAP;
    Map<String, Node> from = new LinkedHashMap<>();
    Map<String, Node> through = new LinkedHashMap<>();
    Map<String, Node> to = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Connection one = sources.get(i);
      from.put(one.name(), end("source", one, 4, y(i, sources.size(), height)));
    }
    for (int i = 0; i < flows.size(); i++) {
      String flow = flows.get(i);
      through.put(flow, flow(flow, wires, y(i, flows.size(), height)));
    }
    for (int i = 0; i < sinks.size(); i++) {
      Connection one = sinks.get(i);
      to.put(one.name(), end("sink", one, WIDTH - SIDE - 4, y(i, sinks.size(), height)));
    }
    List<Node> nodes = new ArrayList<>(from.values());
    nodes.addAll(through.values());
    nodes.addAll(to.values());
    return new Wiring(WIDTH, height, nodes, lines(wires, from, through, to));
  }

  private static int y(int at, int of, int height) {
    int used = of * (HIGH + GAP) - GAP;
    return TOP + (height - TOP - used) / 2 + at * (HIGH + GAP);
  }

  private static Node end(String kind, Connection one, int x, int y) {
    boolean source = kind.equals("source");
    String note =
        source
            ? ConnectionViews.rate(one.inbound() == null ? 0 : one.inbound().perMinute())
            : one.outbound() == null || one.outbound().pending() == 0
                ? "nothing waits"
                : String.format(Locale.US, "%,d wait", one.outbound().pending());
    return new Node(
        kind,
        x,
        y,
        SIDE,
        HIGH,
        "/app/connections/" + one.name(),
        one.label(),
        one.word(),
        one.color(),
        note);
  }

  private static Node flow(String flow, List<Wire> wires, int y) {
    double rate =
        wires.stream().filter(wire -> wire.flow().equals(flow)).mapToDouble(Wire::perMinute).sum();
    return new Node(
        "flow",
        (WIDTH - MIDDLE) / 2,
        y,
        MIDDLE,
        HIGH,
        "",
        flow,
        "",
        "",
        ConnectionViews.rate(rate));
  }

  private static List<Line> lines(
      List<Wire> wires, Map<String, Node> from, Map<String, Node> through, Map<String, Node> to) {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Wire wire : wires) {
      Node source = from.get(wire.from());
      Node flow = through.get(wire.flow());
      Node sink = to.get(wire.to());
      if (source != null && flow != null) {
        add(lines, source, flow, source.color(), wire.perMinute() > 0);
      }
      if (flow != null && sink != null) {
        add(lines, flow, sink, sink.color(), wire.perMinute() > 0);
      }
    }
    return new ArrayList<>(lines.values());
  }

  private static void add(
      Map<String, Line> lines, Node left, Node right, String color, boolean busy) {
    int x1 = left.x() + left.width();
    int y1 = left.y() + left.height() / 2;
    int x2 = right.x();
    int y2 = right.y() + right.height() / 2;
    int bend = (x2 - x1) / 2;
    String path =
        "M%d %d C%d %d %d %d %d %d".formatted(x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2);
    Line before = lines.get(path);
    lines.put(path, new Line(path, color, busy || (before != null && before.busy())));
  }
}
