package dev.patchbay.report;

import dev.patchbay.report.Report.Cell;
import dev.patchbay.report.Report.Row;
import dev.patchbay.report.Report.Said;
import dev.patchbay.report.Report.Section;
import dev.patchbay.report.Report.Table;

/**
 * A report as the HTML of a mail: nothing is loaded from anywhere, nobody is told that it was read,
 * and styles stand at the elements because mail programs drop style sheets.
 */
public final class ReportHtml {

  private static final String CELL =
      "padding:4px 12px 4px 0;border-bottom:1px solid #d9dce0;text-align:";

  private final StringBuilder html = new StringBuilder();

  private ReportHtml() {}

  /**
   * The page.
   *
   * @param address of the report on the dashboard, or empty
   */
  public static String of(Report report, String address) {
    return new ReportHtml().page(report, address);
  }

  private String page(Report report, String address) {
    html.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(report.title()))
        .append("</title></head><body style=\"font:15px/1.5 sans-serif;color:#1b1f23;")
        .append("background:#ffffff;max-width:640px;margin:0 auto;padding:16px\">")
        .append("<h1 style=\"font-size:22px;line-height:1.25\">")
        .append(escaped(report.title()))
        .append("</h1>");
    report.sections().forEach(this::section);
    if (!address.isEmpty()) {
      html.append("<p><a href=\"")
          .append(escaped(address))
          .append("\">Every number opens to its rows on the dashboard.</a></p>");
    }
    return html.append("</body></html>").toString();
  }

  private void section(Section section) {
    html.append("<h2 style=\"font-size:17px;margin:24px 0 8px\">")
        .append(escaped(section.heading()))
        .append("</h2>");
    section.sentences().forEach(this::said);
    section.tables().forEach(this::table);
  }

  private void said(Said said) {
    String edge =
        switch (said.level()) {
          case "bad" -> "#a4211a";
          case "warn" -> "#7d4a00";
          case "ok" -> "#12643a";
          default -> "#d9dce0";
        };
    html.append("<p style=\"margin:0 0 8px;padding-left:10px;border-left:4px solid ")
        .append(edge)
        .append("\">")
        .append(said.level().equals("bad") || said.level().equals("warn") ? "<strong>" : "")
        .append(escaped(said.text()))
        .append(said.level().equals("bad") || said.level().equals("warn") ? "</strong>" : "")
        .append("</p>");
  }

  private void table(Table table) {
    html.append("<table style=\"border-collapse:collapse;margin:12px 0;width:100%\"><caption")
        .append(" style=\"text-align:left;color:#565e67;font-size:13px;padding-bottom:4px\">")
        .append(escaped(table.caption()))
        .append("</caption><thead><tr>");
    for (int column = 0; column < table.heads().size(); column++) {
      html.append("<th scope=\"col\" style=\"")
          .append(CELL)
          .append(column == 0 ? "left" : "right")
          .append(";font-size:13px;color:#565e67\">")
          .append(escaped(table.heads().get(column)))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>");
    table.lines().forEach(this::row);
    html.append("</tbody></table>");
  }

  private void row(Row row) {
    html.append("<tr>");
    for (int column = 0; column < row.cells().size(); column++) {
      Cell cell = row.cells().get(column);
      html.append("<td style=\"")
          .append(CELL)
          .append(column == 0 ? "left" : "right")
          .append("\">")
          .append(escaped(cell.text()))
          .append("</td>");
    }
    html.append("</tr>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }
}
