package dev.patchbay.customer;

/**
 * One thing a customer is known by.
 *
 * @param kind {@code email}, {@code phone}, {@code visitor}, or a system's name for its own id
 * @param value normalized
 */
public record Identifier(String kind, String value) {

  static final String EMAIL = "email";
  static final String PHONE = "phone";
  static final String VISITOR = "visitor";

  /** {@code toString} tells the kind only: people must not reach logs. */
  @Override
  public String toString() {
    return "Identifier[" + kind + "]";
  }
}
