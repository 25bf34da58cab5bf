package dev.patchbay.event;

import java.util.List;
import java.util.Set;

/** The closed list of event types, and how flows name them. */
public final class EventType {

  /** That a tool no longer has its record of a person. */
  public static final String REMOVED = "contact.removed";

  /** That a person called a lead spam. */
  public static final String WITHDRAWN = "lead.withdrawn";

  /** That a lead is no spam after all. */
  public static final String RESTORED = "lead.restored";

  /** Every type there is, in the order the reference prints them. */
  public static final List<String> ALL =
      List.of(
          "lead.submitted",
          "lead.unanswered",
          WITHDRAWN,
          RESTORED,
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
          REMOVED,
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
          WITHDRAWN,
          RESTORED,
          "deal.stage_changed",
          "customer.merged",
          "customer.separated",
          "report.weekly");

  /** Only their full names name these: whoever wants news of people does not ask for deletions. */
  private static final Set<String> NAMED_IN_FULL = Set.of(REMOVED);

  private EventType() {}

  /**
   * Whether {@code selector}, as a flow or a sheet writes it, names {@code type}: the full name, or
   * the part before the dot for all of its kind ({@code lead} names {@code lead.submitted}). A
   * deletion is no news of its kind: {@code contact.removed} is named in full only.
   */
  public static boolean matches(String selector, String type) {
    return type.equals(selector)
        || (!NAMED_IN_FULL.contains(type)
            && type.startsWith(selector)
            && type.length() > selector.length()
            && type.charAt(selector.length()) == '.');
  }

  /** Whether {@code selector} names at least one type there is. */
  public static boolean isSelector(String selector) {
    return ALL.stream().anyMatch(type -> matches(selector, type));
  }
}
