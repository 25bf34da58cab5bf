package dev.patchbay.normalize;

import dev.patchbay.event.Answer;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes in a form's answers who it was, what they said and allowed, and where they came from.
 *
 * <p>A stack's override comes first, then what the mapping says, then what is recognized; what is
 * ambiguous stays out.
 */
public final class FieldRecognition {

  /** What a stack may name under {@code fields:}, each with a form's label or ref. */
  public static final List<String> NAMES = PersonField.NAMES;

  private FieldRecognition() {}

  static EventData complete(
      EventData data, Map<String, String> overrides, @Nullable String region) {
    Form form = data.form();
    List<Answer> answers = form == null || form.answers() == null ? List.of() : form.answers();
    EventData result = data;
    if (form != null && !answers.isEmpty()) {
      AnswerReading reading = new AnswerReading(answers, overrides, region);
      result = result.withPerson(reading.person(data.person()));
      String message = reading.message(form.message());
      if (message != null && !message.equals(form.message())) {
        result = result.withForm(new Form(form.id(), form.name(), form.url(), answers, message));
      }
      if (data.consent() == null) {
        result = result.withConsent(MarketingConsent.of(answers));
      }
    }
    return result.withAttribution(
        CampaignFields.complete(data.attribution(), answers, form == null ? null : form.url()));
  }
}
