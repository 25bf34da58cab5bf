package dev.patchbay.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * One diagnostic value: what is wrong, where, and how to mend it.
 *
 * <p>People read {@code text} and {@code remedy}; programs and tests match {@code kind}, which
 * never changes once released.
 *
 * @param file the file as the user named it, or {@code null} when no file is at fault
 * @param line line from 1, or 0 when unknown
 * @param column column from 1, or 0 when unknown
 * @param level how grave it is
 * @param kind stable dotted name, such as {@code stack.unknown-key}
 * @param text one sentence saying what is wrong; never holds a secret or personal data
 * @param remedy one sentence saying what to do, or {@code null} when there is nothing to do
 */
public record Finding(
    @Nullable String file,
    int line,
    int column,
    Level level,
    String kind,
    String text,
    @Nullable String remedy) {

  /** How grave a finding is. */
  public enum Level {
    /** Nothing goes on until it is mended. */
    ERROR,
    /** Work goes on, but not as its author may think. */
    WARNING,
    /** Worth knowing. */
    INFO
  }

  /** An error that belongs to no file, such as one met while running. */
  public static Finding error(String kind, String text, @Nullable String remedy) {
    return new Finding(null, 0, 0, Level.ERROR, kind, text, remedy);
  }

  /** An error at a place in a file. */
  public static Finding error(
      String file, int line, int column, String kind, String text, @Nullable String remedy) {
    return new Finding(file, line, column, Level.ERROR, kind, text, remedy);
  }

  /** A warning at a place in a file. */
  public static Finding warning(
      String file, int line, int column, String kind, String text, @Nullable String remedy) {
    return new Finding(file, line, column, Level.WARNING, kind, text, remedy);
  }

  /** Whether this finding stops the work. */
  public boolean isError() {
    return level == Level.ERROR;
  }

  /** One line for a terminal: {@code file:line:column: error [kind] text. Remedy}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    if (file != null) {
      line.append(file).append(':');
      if (this.line > 0) {
        line.append(this.line).append(':').append(column).append(':');
      }
      line.append(' ');
    }
    line.append(level.name().toLowerCase(java.util.Locale.ROOT));
    line.append(" [").append(kind).append("] ").append(text);
    if (remedy != null) {
      line.append(' ').append(remedy);
    }
    return line.toString();
  }
}
