package dev.patchbay.past;

import dev.patchbay.event.Answer;
import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import dev.patchbay.event.Consent;
import dev.patchbay.event.Deal;
import dev.patchbay.event.EventData;
import dev.patchbay.event.FollowUp;
import dev.patchbay.event.Form;
import dev.patchbay.event.Loyalty;
import dev.patchbay.event.Page;
import dev.patchbay.event.Person;
import dev.patchbay.event.Sale;
import dev.patchbay.event.Spend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of events, each with the parts that its tools tell of. */
final class Telling {

  private Telling() {}

  static EventData visit(Attribution attribution, Page page) {
    return data(null, attribution, null, null, null, null, null, null, null, page, null);
  }

  static EventData pressed(Attribution attribution, Form form) {
    return data(null, attribution, form, null, null, null, null, null, null, null, null);
  }

  static EventData form(
      Person person, @Nullable Attribution attribution, Form form, @Nullable Consent says) {
    return data(person, attribution, form, null, null, says, null, null, null, null, null);
  }

  static EventData call(@Nullable Person person, @Nullable Attribution attribution, Call call) {
    return data(person, attribution, null, call, null, null, null, null, null, null, null);
  }

  static EventData deal(Person person, Deal deal) {
    return data(person, null, null, null, null, null, null, deal, null, null, null);
  }

  static EventData followUp(Person person, FollowUp followUp) {
    return data(person, null, null, null, null, null, null, null, followUp, null, null);
  }

  static EventData sale(Person person, Sale sale) {
    return data(person, null, null, null, sale, null, null, null, null, null, null);
  }

  static EventData loyalty(Person person, Loyalty loyalty) {
    return data(person, null, null, null, null, null, loyalty, null, null, null, null);
  }

  static EventData consent(Person person, Consent says) {
    return data(person, null, null, null, null, says, null, null, null, null, null);
  }

  static EventData spend(Attribution attribution, Spend spend) {
    return data(null, attribution, null, null, null, null, null, null, null, null, spend);
  }

  static Form written(Somebody who, String name, @Nullable String url, String message) {
    return new Form(
        null,
        name,
        url,
        List.of(
            new Answer("Name", "name", "text", who.first + " " + who.last),
            new Answer("Email", "email", "email", who.email),
            new Answer("What can we do for you?", "wish", "text", message)),
        message);
  }

  private static EventData data(
      @Nullable Person person,
      @Nullable Attribution attribution,
      @Nullable Form form,
      @Nullable Call call,
      @Nullable Sale sale,
      @Nullable Consent consent,
      @Nullable Loyalty loyalty,
      @Nullable Deal deal,
      @Nullable FollowUp followUp,
      @Nullable Page page,
      @Nullable Spend spend) {
    return new EventData(
        person,
        attribution,
        form,
        call,
        sale,
        consent,
        loyalty,
        deal,
        followUp,
        page,
        spend,
        null,
        null,
        null,
        null,
        null);
  }
}
