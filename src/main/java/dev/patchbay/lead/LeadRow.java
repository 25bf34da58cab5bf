package dev.patchbay.lead;

import static dev.patchbay.lead.Origins.first;

import dev.patchbay.event.Form;
import dev.patchbay.event.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the row of one form or call. */
final class LeadRow {

  private LeadRow() {}

  /** The row of {@code inquiry}; {@code story} is {@code null} for spam and for what repeats. */
  static Lead of(Inquiry inquiry, @Nullable LeadStory story, LeadTelling telling) {
    LeadRules rules = telling.rules();
    Inquiry of = telling.grouping().repeats().get(inquiry);
    List<Inquiry> leads = telling.grouping().leads();
    Progress progress = story == null ? Progress.NONE : story.progress();
    List<Happening> others = story == null ? List.of() : story.others();
    List<UUID> ids = new ArrayList<>();
    inquiry.events().forEach(event -> ids.add(event.id()));
    others.stream().sorted(Happening.ORDER).forEach(event -> ids.add(event.id()));
    Instant changed = Clocks.latest(inquiry.events(), inquiry.receivedAt());
    changed = inquiry.corrected().latest(Clocks.latest(others, changed));
    return new Lead(
        inquiry.id(),
        telling.history().customer(),
        inquiry.channel(),
        inquiry.first().source(),
        inquiry.at(),
        inquiry.receivedAt(),
        known(telling.history(), inquiry),
        !leads.isEmpty() && leads.get(0) == inquiry,
        of == null ? null : of.id(),
        of == null ? null : rule(of, rules),
        status(story, of, progress),
        by(inquiry, story, of, progress),
        inquiry.spam(),
        inquiry.call(),
        formName(inquiry),
        message(inquiry),
        origin(inquiry, telling.touchpoints()),
        progress,
        Clocks.of(inquiry, progress.at(Stage.CONTACTED), story != null, rules),
        List.copyOf(ids),
        changed,
        !inquiry.corrected().isEmpty());
  }

  private static String status(@Nullable LeadStory story, @Nullable Inquiry of, Progress progress) {
    if (story != null) {
      return Stages.word(progress.stage());
    }
    return of != null ? "duplicate" : "spam";
  }

  private static @Nullable String by(
      Inquiry inquiry, @Nullable LeadStory story, @Nullable Inquiry of, Progress progress) {
    if (story != null) {
      return progress.by();
    }
    if (of != null) {
      return "rule";
    }
    Correction said = inquiry.corrected().said(CorrectedField.SPAM);
    return said == null ? "spam score" : said.by();
  }

  private static String rule(Inquiry of, LeadRules rules) {
    return "same person within %s of the %s of %s"
        .formatted(
            words(rules.within()),
            of.what(),
            of.at().atZone(rules.zone()).toLocalDateTime().withSecond(0).withNano(0));
  }

  /** Such as {@code 24 h} or {@code 90 min}. */
  static String words(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes >= 48 * 60 && minutes % (24 * 60) == 0) {
      return minutes / (24 * 60) + " days";
    }
    return minutes >= 60 && minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
  }

  private static Known known(History history, Inquiry inquiry) {
    Known known = history.known();
    String name = known.name();
    String email = known.email();
    String phone = known.phone();
    String company = known.company();
    for (Happening event : inquiry.events()) {
      Person person = event.data().person();
      if (person != null) {
        name = first(name, name(person));
        email = first(email, person.email());
        phone = first(phone, person.phone());
        company = first(company, person.company());
      }
    }
    return new Known(name, email, phone, company);
  }

  private static @Nullable String name(Person person) {
    String name =
        (Objects.requireNonNullElse(person.firstName(), "")
                + " "
                + Objects.requireNonNullElse(person.lastName(), ""))
            .strip();
    return name.isEmpty() ? null : name;
  }

  private static @Nullable String formName(Inquiry inquiry) {
    String name = null;
    for (Happening event : inquiry.events()) {
      Form form = event.data().form();
      name = first(name, form == null ? null : first(form.name(), form.id()));
    }
    return name;
  }

  private static @Nullable String message(Inquiry inquiry) {
    String message = null;
    for (Happening event : inquiry.events()) {
      Form form = event.data().form();
      message = first(message, form == null ? null : form.message());
    }
    return message;
  }

  private static Origin origin(Inquiry inquiry, Touchpoints touchpoints) {
    Origin origin = touchpoints.at(inquiry.at(), inquiry.origin());
    if (origin.landingPage() != null) {
      return origin;
    }
    String page = null;
    for (Happening event : inquiry.events()) {
      Form form = event.data().form();
      page = first(page, form == null ? null : PageAddress.of(form.url()));
    }
    return origin.withLandingPage(page);
  }
}
