package dev.patchbay.event;

import java.util.List;

/** The closed list of event types, and how flows name them. */
public final class EventType {

  /** Every type there is, in the order the reference prints them. */
  public static final List<String> ALL =
      List.of(
          "lead.submitted",
          "lead.unanswered",
          "lead.withdrawn",
          "lead.restored",
          "call.started",
          "call.completed",
          "call.updated",
          "sale.completed",
          "sale.refunded",
          "subscriber.subscribed",
          "subscriber.unsubscribed",
          "subscriber.bounced",
          "subscriber.complained",
          "consent.granted",
          "consent.withdrawn",
          "loyalty.joined",
          "loyalty.earned",
          "loyalty.redeemed",
          "deal.stage_changed",
          "contact.updated",
          "customer.merged",
          "customer.separated",
          "customer.erased",
          "follow_up.made",
          "page.measured",
          "visit.started",
          "form.submitted",
          "ad.spend_reported",
          "record.announced",
          "report.weekly");

  /** What the hub itself tells of. */
  public static final List<String> OF_HUB =
      List.of(
          "lead.unanswered",
          "lead.withdrawn",
          "lead.restored",
          "deal.stage_changed",
          "customer.merged",
          "customer.separated",
          "report.weekly");

  private EventType() {}

  /**
   * Whether {@code selector}, as a flow or a sheet writes it, names {@code type}: the full name, or
   * the part before the dot for all of its kind ({@code lead} names {@code lead.submitted}).
   */
  public static boolean matches(String selector, String type) {
    return type.equals(selector)
        || (type.startsWith(selector)
            && type.length() > selector.length()
            && type.charAt(selector.length()) == '.');
  }

  /** Whether {@code selector} names at least one type there is. */
  public static boolean isSelector(String selector) {
    return ALL.stream().anyMatch(type -> matches(selector, type));
  }
}
