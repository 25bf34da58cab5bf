package dev.patchbay.tracking;

/**
 * How a list is narrowed by one parameter.
 *
 * @param condition adds to the conditions what a value of the parameter means
 */
record Filter(Parameter parameter, Condition condition) {

  /** Adds conditions for a value that {@link Parameter#read} gave. */
  @FunctionalInterface
  interface Condition {
    void add(Where where, Object value, Question question);
  }

  /** Rows whose {@code column} is the text. */
  static Filter text(String name, String column, String about) {
    return new Filter(
        Parameter.text(name, about),
        (where, value, question) -> where.isText(column, value.toString()));
  }

  /** Rows whose {@code column} is the id. */
  static Filter id(String name, String column, String about) {
    return new Filter(
        Parameter.id(name, about), (where, value, question) -> where.and(column + " = ?", value));
  }

  /** Rows from this time on. */
  static Filter from(String column) {
    return new Filter(
        Parameter.time("from", "From this day or instant on."),
        (where, value, question) -> where.and(column + " >= ?", value));
  }

  /** Rows before this time. */
  static Filter to(String column) {
    return new Filter(
        Parameter.time("to", "Before this day or instant."),
        (where, value, question) -> where.and(column + " < ?", value));
  }

  /** One of two conditions, by {@code yes} and {@code no}. */
  static Filter yesNo(String name, String yes, String no, String about) {
    return new Filter(
        Parameter.word(name, about, "yes", "no"),
        (where, value, question) -> where.and(value.equals("yes") ? yes : no));
  }
}
