package dev.patchbay.customer;

/**
 * One thing a customer is known by.
 *
 * @param kind {@code email}, {@code phone}, {@code visitor}, or a system's name for its own id
 * @param value normalized
 */
public record Identifier(String kind, String value) implements Comparable<Identifier> {

  /** The kind of e-mail addresses. */
  public static final String EMAIL = "email";

  /** The kind of phone numbers. */
  public static final String PHONE = "phone";

  /** The kind of browsers. */
  public static final String VISITOR = "visitor";

  /** Reads {@code kind:value}, the form in which people and tables name an identifier. */
  public static Identifier parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException("An identifier is written kind:value");
    }
    return new Identifier(text.substring(0, colon), text.substring(colon + 1));
  }

  /** {@code kind:value}; names a person. */
  public String text() {
    return kind + ":" + value;
  }

  boolean isVisitor() {
    return kind.equals(VISITOR);
  }

  boolean isEmail() {
    return kind.equals(EMAIL);
  }

  boolean isPhone() {
    return kind.equals(PHONE);
  }

  /** An address or number, of which one person has but a few. */
  boolean isContact() {
    return isEmail() || isPhone();
  }

  @Override
  public int compareTo(Identifier other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : value.compareTo(other.value);
  }

  /** {@code toString} tells the kind only: people must not reach logs. */
  @Override
  public String toString() {
    return "Identifier[" + kind + "]";
  }
}
