package dev.patchbay.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a run has measured, against what was aimed at. */
final class BenchReport {

  private enum Aim {
    NONE,
    AT_LEAST,
    AT_MOST
  }

  private record Figure(String name, String unit, double value, Aim aim, double target) {
    boolean isMet() {
      return switch (aim) {
        case NONE -> true;
        case AT_LEAST -> value >= target;
        case AT_MOST -> value <= target;
      };
    }
  }

  private final List<Figure> figures = new ArrayList<>();

  void add(String name, String unit, double value) {
    figures.add(new Figure(name, unit, value, Aim.NONE, 0));
  }

  void atLeast(String name, String unit, double value, double target) {
    figures.add(new Figure(name, unit, value, Aim.AT_LEAST, target));
  }

  void atMost(String name, String unit, double value, double target) {
    figures.add(new Figure(name, unit, value, Aim.AT_MOST, target));
  }

  static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  /** Names of figures that miss their target. */
  List<String> missed() {
    return figures.stream().filter(figure -> !figure.isMet()).map(Figure::name).toList();
  }

  /** As a table for people. */
  String table() {
    StringBuilder table = new StringBuilder();
    for (Figure figure : figures) {
      String target =
          figure.aim() == Aim.NONE
              ? ""
              : "%s %,.0f %s"
                  .formatted(
                      figure.aim() == Aim.AT_LEAST ? ">=" : "<=",
                      figure.target(),
                      figure.isMet() ? "met" : "MISSED");
      table.append(
          String.format(
              Locale.ROOT,
              "| %-58s | %12s %-6s | %-16s |%n",
              figure.name(),
              String.format(Locale.ROOT, figure.value() < 100 ? "%.1f" : "%,.0f", figure.value()),
              figure.unit(),
              target));
    }
    return table.toString();
  }

  /** As JSON for programs. */
  void write(Path file) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", figure.name());
      each.put("unit", figure.unit());
      each.put("value", figure.value());
      if (figure.aim() != Aim.NONE) {
        each.put(figure.aim() == Aim.AT_LEAST ? "atLeast" : "atMost", figure.target());
        each.put("met", figure.isMet());
      }
      all.add(each);
    }
    try {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), Map.of("figures", all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
