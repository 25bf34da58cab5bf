package dev.patchbay.report;

import dev.patchbay.report.Report.Row;
import dev.patchbay.report.Report.Section;
import dev.patchbay.report.Report.Table;
import java.util.List;
import java.util.Locale;

/** A report as plain text. */
public final class ReportText {

  private static final int WIDTH = 78;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  /**
   * The text.
   *
   * @param address of the report on the dashboard, or empty
   */
  public static String of(Report report, String address) {
    ReportText written = new ReportText();
    written.line(report.title());
    written.line("=".repeat(Math.min(WIDTH, report.title().length())));
    for (Section section : report.sections()) {
      written.section(section);
    }
    if (!address.isEmpty()) {
      written.line("");
      written.line("Every number opens to its rows at " + address);
    }
    return written.text.toString();
  }

  private void section(Section section) {
    line("");
    line(section.heading().toUpperCase(Locale.ROOT));
    line("");
    section.sentences().forEach(said -> line(mark(said.level()) + said.text()));
    section.tables().forEach(this::table);
  }

  /** What a mail shows in color is a mark here. */
  private static String mark(String level) {
    return switch (level) {
      case "bad" -> "!! ";
      case "warn" -> "!  ";
      default -> "-  ";
    };
  }

  private void table(Table table) {
    int columns = table.heads().size();
    int[] widths = new int[columns];
    for (int column = 0; column < columns; column++) {
      widths[column] = table.heads().get(column).length();
      for (Row row : table.lines()) {
        widths[column] = Math.max(widths[column], row.cells().get(column).text().length());
      }
    }
    line("");
    line("   " + padded(table.heads(), widths));
    for (Row row : table.lines()) {
      line("   " + padded(row.cells().stream().map(Report.Cell::text).toList(), widths));
    }
  }

  private static String padded(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String space = " ".repeat(widths[column] - cells.get(column).length());
      line.append(column == 0 ? cells.get(column) + space : "  " + space + cells.get(column));
    }
    return line.toString().stripTrailing();
  }

  /** One line, whatever people and tools put into names. */
  private void line(String line) {
    text.append(line.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")).append('\n');
  }
}
