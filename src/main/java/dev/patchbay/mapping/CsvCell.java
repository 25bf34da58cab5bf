package dev.patchbay.mapping;

/** Text as a cell of a CSV file. */
public final class CsvCell {

  private static final String FORMULA = "=+-@\t\r\n\0＝＋－＠";

  private CsvCell() {}

  /** The text, with an apostrophe before what a spreadsheet would take for a formula. */
  public static String harmless(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** The text as RFC 4180 writes it: in quotes where it would break out of its cell. */
  public static String quoted(String text, char delimiter) {
    boolean plain =
        text.chars().noneMatch(c -> c == delimiter || c == '"' || c == '\r' || c == '\n');
    return plain && text.equals(text.strip()) ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
