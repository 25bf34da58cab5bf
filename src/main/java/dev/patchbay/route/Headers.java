package dev.patchbay.route;

/** Names of the headers that routes and Patchbay use to talk to each other. */
public final class Headers {

  /** The vendor's own id of a message; read by {@code inbox:}. */
  public static final String MESSAGE_ID = "patchbay-message-id";

  /** The source's position after a message; read by {@code inbox:}. */
  public static final String CURSOR = "patchbay-cursor";

  /** Id of the stored message; set by {@code inbox:}. */
  public static final String MESSAGE = "patchbay-message";

  /** Whether the message had been received before; set by {@code inbox:}. */
  public static final String DUPLICATE = "patchbay-duplicate";

  /** Id of the delivery, the same in each attempt; set by {@code outbox:}. */
  public static final String DELIVERY_ID = "patchbay-delivery-id";

  /** On a message that a sweep found; read by {@code inbox:}. */
  static final String SWEPT = dev.patchbay.inbox.Message.SWEPT;

  /** Exchange property: whether a sweep has more to ask; read by the loop of its Kamelet. */
  static final String MORE = "patchbay-more";

  /** Exchange property: for how many ms a sweep waits before it asks; for the Kamelet's delay. */
  static final String PAUSE = "patchbay-pause";

  /** Exchange property with what failed; set by the route configuration {@code delivering}. */
  static final String FAILURE = "patchbay-failure";

  private Headers() {}
}
