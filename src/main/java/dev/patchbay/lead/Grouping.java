package dev.patchbay.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a person's forms and calls are leads of their own, and which repeat one.
 *
 * @param leads in order: neither spam nor repeats
 * @param repeats to the lead each belongs to
 */
record Grouping(List<Inquiry> leads, Map<Inquiry, Inquiry> repeats) {

  private static final Duration SKEW = Duration.ofMinutes(1);

  /**
   * Groups {@code inquiries}, which are in order. The first in a window is the lead. Spam opens no
   * window, nor does anybody's whom nobody knows: two withheld numbers may be two people.
   */
  static Grouping of(List<Inquiry> inquiries, boolean samePerson, LeadRules rules) {
    List<Inquiry> leads = new ArrayList<>();
    Map<Inquiry, Inquiry> repeats = new IdentityHashMap<>();
    @Nullable Inquiry lead = null;
    for (Inquiry inquiry : inquiries) {
      if (inquiry.isSpam(rules)) {
        continue;
      }
      if (samePerson
          && lead != null
          && inquiry.corrected().said(CorrectedField.STATUS) == null
          && !inquiry.at().isAfter(lead.at().plus(rules.within()))) {
        repeats.put(inquiry, lead);
      } else {
        leads.add(inquiry);
        lead = inquiry;
      }
    }
    return new Grouping(leads, repeats);
  }

  /** The lead that what happens at {@code at} belongs to: the latest there is by then. */
  @Nullable Inquiry leadAt(Instant at) {
    Instant until = at.plus(SKEW);
    Inquiry found = null;
    for (Inquiry lead : leads) {
      if (lead.at().isAfter(until)) {
        break;
      }
      found = lead;
    }
    return found;
  }

  /** The first lead from {@code at} on, not later than {@code within} after it. */
  @Nullable Inquiry leadAfter(Instant at, Duration within) {
    Instant until = at.plus(within);
    for (Inquiry lead : leads) {
      if (!lead.at().isBefore(at)) {
        return lead.at().isAfter(until) ? null : lead;
      }
    }
    return null;
  }
}
