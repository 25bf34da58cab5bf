package dev.patchbay.mapping;

/** The time a mapping may take is over. */
final class BudgetSpentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BudgetSpentException() {
    super("The mapping's time is over", null, false, false);
  }
}
