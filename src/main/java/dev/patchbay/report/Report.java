package dev.patchbay.report;

import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.Open;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report as sentences with tables beneath. It names nobody: whoever may see people opens the
 * rows.
 *
 * @param of the week, such as {@code 2026-W47}
 * @param days the same in words
 */
public record Report(String of, String title, String days, List<Section> sections) {

  /** A part of the report. */
  public record Section(String heading, List<Said> sentences, List<Table> tables) {}

  /**
   * A sentence.
   *
   * @param level {@code ok}, {@code warn} or {@code bad}, or empty where it is neither good nor bad
   * @param open the rows it speaks of, or {@code null}
   */
  public record Said(String text, String level, @Nullable Open open) {}

  /** A table. */
  public record Table(String caption, List<String> heads, List<Row> lines) {}

  /** A row of a table, one cell for each head. */
  public record Row(List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param figure the number it shows, or {@code null} where it shows none that opens
   */
  public record Cell(String text, @Nullable Figure figure) {}
}
