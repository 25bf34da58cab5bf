package dev.patchbay.tracking;

import org.jspecify.annotations.Nullable;

/**
 * A number that can be opened down to the rows behind it.
 *
 * @param value how many rows, or their sum
 * @param sumOf what of each row is summed, such as {@code amount*linear}; {@code null} where rows
 *     are counted
 * @param open the rows
 */
public record Figure(double value, @Nullable String sumOf, Open open) {

  /** So many rows. */
  static Figure count(long rows, Open open) {
    return new Figure(rows, null, open);
  }

  /** Something of the rows, summed. */
  static Figure sum(double value, String of, Open open) {
    return new Figure(value, of, open);
  }
}
