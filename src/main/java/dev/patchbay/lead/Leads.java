package dev.patchbay.lead;

import java.util.List;

/**
 * What a history comes to: the same for the same events, in whatever order and however often they
 * arrived.
 *
 * @param leads calls and leads, by when they happened
 * @param touches of every lead that is neither spam nor a repeat, and of every sale
 * @param sales by when they happened
 * @param visits by when they happened
 * @param submissions forms that were sent on the site, by when
 * @param speeds what was measured of pages
 * @param spendings what ads were reported to cost
 */
public record Leads(
    List<Lead> leads,
    List<Touch> touches,
    List<Purchase> sales,
    List<Visit> visits,
    List<Submission> submissions,
    List<PageSpeed> speeds,
    List<Spending> spendings) {

  /** Tells a history. */
  public static Leads of(History history, LeadRules rules) {
    return new LeadTelling(history, rules).tell();
  }
}
