package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the forms and inbound calls in a history: one for each, however often it was told. */
final class Inquiries {

  private static final Pattern CHAT =
      Pattern.compile("(?i)\\b(chat|live ?chat|messenger|text message|sms)\\b");

  private final List<Correction> corrections;
  private final LeadRules rules;

  Inquiries(List<Correction> corrections, LeadRules rules) {
    this.corrections = corrections;
    this.rules = rules;
  }

  /** By when they happened. */
  List<Inquiry> of(List<Happening> events, List<StitchedCall> calls) {
    List<Inquiry> inquiries = new ArrayList<>();
    Map<String, List<Happening>> forms = new LinkedHashMap<>();
    for (Happening event : events) {
      if (event.is("lead.submitted")) {
        forms
            .computeIfAbsent(event.source() + '\0' + event.thread(), key -> new ArrayList<>())
            .add(event);
      }
    }
    forms.values().forEach(told -> inquiries.add(form(told)));
    for (StitchedCall call : calls) {
      if (!call.facts().isOutbound()) {
        inquiries.add(call(call));
      }
    }
    inquiries.sort(Inquiry.ORDER);
    return inquiries;
  }

  private Inquiry form(List<Happening> events) {
    Corrected corrected = Corrected.of(corrections, events);
    String dialed = null;
    Spam spam = Spam.NONE;
    for (Happening event : events) {
      Attribution attribution = event.data().attribution();
      dialed = Origins.first(dialed, attribution == null ? null : attribution.trackingNumber());
      Spam one = SpamScore.of(event.data(), rules);
      spam = one.score() > spam.score() ? one : spam;
    }
    return new Inquiry(
        channel(events),
        events.get(0).at(),
        List.copyOf(events),
        null,
        Origins.corrected(Origins.best(events, dialed, rules), corrected),
        spam,
        corrected);
  }

  private Inquiry call(StitchedCall call) {
    Corrected corrected = Corrected.of(corrections, call.events());
    Origin origin = Origins.best(call.events(), call.facts().trackingNumber(), rules);
    return new Inquiry(
        Channel.CALL,
        call.at(),
        call.events(),
        call.facts(),
        Origins.corrected(origin, corrected),
        Spam.NONE,
        corrected);
  }

  private Channel channel(List<Happening> events) {
    String category = rules.categories().get(events.get(0).source());
    if (isChat(events)) {
      return Channel.CHAT;
    }
    return switch (category == null ? "" : category.toLowerCase(Locale.ROOT)) {
      case "mailbox" -> Channel.MAIL;
      case "ads" -> Channel.AD_FORM;
      default -> Channel.FORM;
    };
  }

  private static boolean isChat(List<Happening> events) {
    for (Happening event : events) {
      @Nullable Form form = event.data().form();
      if (form != null && form.name() != null && CHAT.matcher(form.name()).find()) {
        return true;
      }
    }
    return false;
  }
}
