package dev.patchbay.connector;

/**
 * A place in a request.
 *
 * @param in which part
 * @param name the header's, query field's or form field's name, or a JSON pointer such as {@code
 *     /event_id}
 */
public record Locator(In in, String name) {

  /** Parts of a request. */
  public enum In {
    HEADER,
    QUERY,
    FORM,
    JSON
  }
}
