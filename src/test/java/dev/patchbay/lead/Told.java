package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import dev.patchbay.event.Deal;
import dev.patchbay.event.EventData;
import dev.patchbay.event.FollowUp;
import dev.patchbay.event.Form;
import dev.patchbay.event.Page;
import dev.patchbay.event.Person;
import dev.patchbay.event.Sale;
import dev.patchbay.event.Spend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as tests tell them: each has a name, which gives its id, and minutes since the start. */
public final class Told {

  /** A Tuesday, 09:00 in Chicago. */
  public static final Instant START = Instant.parse("2026-03-03T15:00:00Z");

  public static final UUID CUSTOMER = id("customer");

  private Told() {}

  public static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  public static Instant at(long minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  public static Happening event(
      String name, String type, String source, long minutes, EventData data) {
    return new Happening(
        id(name), type, source, name, at(minutes), at(minutes).plusSeconds(5), data, List.of());
  }

  public static Happening form(String name, long minutes) {
    return form(name, minutes, null);
  }

  public static Happening form(String name, long minutes, @Nullable Attribution from) {
    return event(
        name,
        "lead.submitted",
        "website-form",
        minutes,
        data(
            new Person("ana@example.com", null, "Ana", "Ortiz", null, null, null),
            from,
            new Form("f1", "Contact", "https://www.example.com/contact", null, "Please call me."),
            null,
            null,
            null,
            null,
            null,
            null));
  }

  public static Happening call(
      String name, String type, String source, long minutes, String id, Call facts) {
    return call(name, type, source, minutes, id, facts, null);
  }

  public static Happening call(
      String name,
      String type,
      String source,
      long minutes,
      String id,
      Call facts,
      @Nullable Attribution from) {
    return event(
        name, type, source, minutes, data(null, from, null, facts, null, null, null, null, null));
  }

  public static Call facts(
      String id,
      @Nullable String direction,
      @Nullable Integer seconds,
      @Nullable Boolean answered,
      @Nullable String recording) {
    return new Call(
        id, direction, null, null, null, seconds, answered, null, null, recording, null, null);
  }

  public static Happening visit(String name, long minutes, Attribution from) {
    return event(
        name,
        "visit.started",
        "site",
        minutes,
        data(
            null,
            from,
            null,
            null,
            null,
            null,
            null,
            new Page(
                "https://www.example.com/spring?x=1",
                "mobile",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            null));
  }

  /** The word of a browser that somebody sent a form. */
  public static Happening submission(String name, long minutes, Attribution from) {
    return event(
        name,
        "form.submitted",
        "site",
        minutes,
        data(
            null,
            from,
            new Form("f1", null, "https://www.example.com/contact?x=1", null, null),
            null,
            null,
            null,
            null,
            new Page(
                "https://www.example.com/contact?x=1",
                "mobile",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            null));
  }

  public static Happening followUp(String name, long minutes, boolean automatic) {
    return event(
        name,
        "follow_up.made",
        "crm",
        minutes,
        data(
            null,
            null,
            null,
            null,
            null,
            null,
            new FollowUp("mail", "Dana", automatic),
            null,
            null));
  }

  public static Happening deal(
      String name, long minutes, String deal, String stage, @Nullable Long amount) {
    return event(
        name,
        "deal.stage_changed",
        "crm",
        minutes,
        data(
            null,
            null,
            null,
            null,
            null,
            new Deal(deal, stage, null, amount, amount == null ? null : "USD", null, null, null),
            null,
            null,
            null));
  }

  public static Happening sale(String name, long minutes, String sale, long amount) {
    return event(
        name,
        "sale.completed",
        "till",
        minutes,
        sale(new Sale(sale, amount, "USD", null, null, null, null, null, null)));
  }

  public static Happening refund(String name, long minutes, String of, long amount) {
    return event(
        name,
        "sale.refunded",
        "till",
        minutes,
        sale(new Sale(name, amount, "USD", null, null, null, of, null, null)));
  }

  public static EventData sale(Sale sale) {
    return data(null, null, null, null, sale, null, null, null, null);
  }

  public static Attribution from(String source, String medium, String campaign) {
    return attribution(source, medium, campaign, null, null, null, null);
  }

  public static Attribution attribution(
      @Nullable String source,
      @Nullable String medium,
      @Nullable String campaign,
      @Nullable String gclid,
      @Nullable String referrer,
      @Nullable String page,
      @Nullable String dialed) {
    return new Attribution(
        source, medium, campaign, null, null, gclid, null, null, null, null, null, null, referrer,
        page, null, dialed, null);
  }

  public static EventData data(
      @Nullable Person person,
      @Nullable Attribution attribution,
      @Nullable Form form,
      @Nullable Call call,
      @Nullable Sale sale,
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
        null,
        null,
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

  public static History history(List<Happening> events, Correction... corrections) {
    return new History(
        CUSTOMER,
        new Known("Ana Ortiz", "ana@example.com", "+13125550142", null),
        events,
        List.of(corrections));
  }

  public static Correction correction(
      String name, String event, long minutes, String field, @Nullable String value) {
    return new Correction(id(name), id(event), field, value, "dana", at(minutes));
  }
}
