package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Form;
import dev.patchbay.event.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A form that a visitor sent, as their browser told: whether it arrived is another matter.
 *
 * @param visitor the browser's visitor id, or {@code null}
 * @param page host and path of the page it stood on
 * @param form what the site calls it
 * @param lead the form or mail that arrived of it, or {@code null} where none names its visitor
 */
public record Submission(
    UUID event,
    @Nullable String visitor,
    Instant at,
    Origin origin,
    @Nullable String page,
    @Nullable String form,
    @Nullable String device,
    @Nullable UUID lead) {

  /** The form tool's clock may be behind the browser's word by so much. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  /** A form that becomes a mail may take so long. */
  private static final Duration AFTER = Duration.ofMinutes(30);

  /** Those in a history, in its order. */
  static List<Submission> of(List<Happening> history, List<Inquiry> inquiries, LeadRules rules) {
    List<Submission> submissions = new ArrayList<>();
    for (Happening event : history) {
      if (event.is("form.submitted")) {
        submissions.add(submission(event, inquiries, rules));
      }
    }
    return submissions;
  }

  private static Submission submission(Happening event, List<Inquiry> inquiries, LeadRules rules) {
    Attribution attribution = event.data().attribution();
    Page seen = event.data().page();
    Form form = event.data().form();
    String page = PageAddress.of(form == null ? null : form.url());
    if (page == null && seen != null) {
      page = PageAddress.of(seen.url());
    }
    Origin origin = Origins.of(attribution, null, rules);
    return new Submission(
        event.id(),
        attribution == null ? null : attribution.visitorId(),
        event.at(),
        origin.landingPage() == null ? origin.withLandingPage(page) : origin,
        page,
        form == null ? null : form.id(),
        seen == null ? null : seen.device(),
        arrived(event.at(), inquiries));
  }

  /** What arrived closest to {@code at}; of two as close the earlier. */
  private static @Nullable UUID arrived(Instant at, List<Inquiry> inquiries) {
    Inquiry closest = null;
    for (Inquiry inquiry : inquiries) {
      boolean written = inquiry.channel() == Channel.FORM || inquiry.channel() == Channel.MAIL;
      if (written
          && !inquiry.at().isBefore(at.minus(BEFORE))
          && !inquiry.at().isAfter(at.plus(AFTER))
          && (closest == null || gap(at, inquiry).compareTo(gap(at, closest)) < 0)) {
        closest = inquiry;
      }
    }
    return closest == null ? null : closest.id();
  }

  private static Duration gap(Instant at, Inquiry inquiry) {
    return Duration.between(at, inquiry.at()).abs();
  }
}
