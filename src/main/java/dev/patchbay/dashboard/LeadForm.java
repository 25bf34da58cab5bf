package dev.patchbay.dashboard;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed into the form of a lead, and what stood there before: only what they changed
 * is told, so that nobody's word is overwritten by a form that was open for long.
 */
record LeadForm(
    String status,
    String wasStatus,
    String quote,
    String wasQuote,
    String sale,
    String wasSale,
    String currency,
    String wasCurrency,
    String why) {

  static final String WHY = "As we know from the customer.";

  /** The form as a lead fills it. */
  static LeadForm of(LeadLine lead, String usualCurrency) {
    String quote = Amounts.written(lead.quoteAmount(), lead.currency());
    String sale = Amounts.written(lead.saleAmount(), lead.currency());
    String was = lead.currency() == null ? "" : lead.currency();
    return new LeadForm(
        lead.status(),
        lead.status(),
        quote,
        quote,
        sale,
        sale,
        was.isEmpty() ? usualCurrency : was,
        was,
        WHY);
  }

  static LeadForm sent(PageCall call) {
    return new LeadForm(
        text(call, "status"),
        text(call, "wasStatus"),
        text(call, "quote"),
        text(call, "wasQuote"),
        text(call, "sale"),
        text(call, "wasSale"),
        text(call, "currency").toUpperCase(Locale.ROOT),
        text(call, "wasCurrency"),
        text(call, "why"));
  }

  /**
   * What is to be corrected, as the API takes it.
   *
   * @param errors gets what cannot be read, by field
   */
  Map<String, Object> changes(Map<String, String> errors) {
    Map<String, Object> changes = new LinkedHashMap<>();
    if (!status.isEmpty() && !status.equals(wasStatus)) {
      changes.put("status", status);
    }
    amount("quote", quote, wasQuote, "quoteAmount", changes, errors);
    amount("sale", sale, wasSale, "saleAmount", changes, errors);
    boolean amounts = changes.containsKey("quoteAmount") || changes.containsKey("saleAmount");
    boolean other = !currency.isEmpty() && !currency.equals(wasCurrency);
    if (other && (amounts || !wasCurrency.isEmpty())) {
      changes.put("currency", currency);
    }
    if (why.isBlank()) {
      errors.put("why", "Say why, for those who look at it later.");
    }
    if (changes.isEmpty() && errors.isEmpty()) {
      errors.put("form", "Nothing was changed.");
    }
    changes.put("why", why);
    return changes;
  }

  /** As {@link #changes}, of spam alone. */
  static Map<String, Object> spam(boolean spam, String why, Map<String, String> errors) {
    if (why.isBlank()) {
      errors.put("spam", "Say why, for those who look at it later.");
    }
    return Map.of("spam", spam, "why", why);
  }

  private void amount(
      String field,
      String text,
      String was,
      String name,
      Map<String, Object> changes,
      Map<String, String> errors) {
    if (text.equals(was)) {
      return;
    }
    if (text.isEmpty()) {
      errors.put(field, "It cannot be emptied. Write 0 where there is none.");
      return;
    }
    try {
      changes.put(name, Amounts.minor(text, currency));
    } catch (Amounts.UnreadableException e) {
      errors.put(field, String.valueOf(e.getMessage()));
    }
  }

  private static String text(PageCall call, String name) {
    @Nullable String text = call.text(name);
    return text == null ? "" : text;
  }

  /** {@code toString} tells nothing: what was typed must not reach logs. */
  @Override
  public String toString() {
    return "LeadForm";
  }
}
