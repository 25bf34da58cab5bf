package dev.patchbay.past;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import dev.patchbay.event.Consent;
import dev.patchbay.event.Form;
import dev.patchbay.event.Page;
import dev.patchbay.event.Person;
import dev.patchbay.past.Past.Connections;
import dev.patchbay.past.Past.Rates;
import dev.patchbay.past.Past.SitePage;
import dev.patchbay.past.Past.Way;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How people come: they look at the site, and write or call, or they call or buy at once. */
final class Journeys {

  private static final double QUICK_MS = 2000;
  private static final int MOST_VISITS = 12;
  private static final List<String> WISHES =
      List.of(
          "Could you call me back today?",
          "What would it cost, about?",
          "We need it before the end of the month.",
          "A neighbor told us about you.");

  private final Past past;
  private final Connections tools;
  private final Rates rates;
  private final Calendar calendar;
  private final Ways ways;
  private final Diary diary;
  private final Office office;
  private final Shop shop;
  private int people;

  Journeys(Past past, Calendar calendar, Ways ways, Diary diary) {
    this.past = past;
    this.tools = past.connections();
    this.rates = past.rates();
    this.calendar = calendar;
    this.ways = ways;
    this.diary = diary;
    this.shop = new Shop(past, diary);
    this.office = new Office(past, calendar, diary, shop);
  }

  /** Somebody comes for the first time. */
  void begin(long at, Chance chance) {
    Way way = ways.any(chance, at);
    switch (way.by()) {
      case "web" -> look(way, at, chance);
      case "call" -> call(way, new Somebody(people++, chance.random), at, chance);
      case "mail" -> mail(way, new Somebody(people++, chance.random), at, chance);
      case "till" -> shop.walkIn(new Somebody(people++, chance.random), at, chance);
      default -> throw new IllegalStateException(Past.FILE + ": nobody comes by " + way.by());
    }
  }

  private void look(Way first, long begin, Chance chance) {
    Way way = first;
    long at = begin;
    // Whoever only looks is nobody yet: no number of a person is spent on them.
    Somebody who = new Somebody(people, chance.random);
    for (int visit = 0; visit < MOST_VISITS; visit++) {
      SitePage page = past.page(Objects.requireNonNull(way.page(), "page"));
      double slow = visit(way, page, who, at, chance);
      double patience = Math.pow(0.5, Math.max(0, slow - QUICK_MS) / past.pace().halvingMs());
      boolean writes = chance.of(rates.form() * patience);
      if (writes || chance.of(rates.call() * patience)) {
        people++;
        long then = at + chance.after(3, Calendar.MINUTE);
        if (writes) {
          form(way, page, who, then, chance);
        } else {
          call(way, who, then, chance);
        }
        return;
      }
      if (!chance.of(rates.again())) {
        return;
      }
      at += chance.after(past.pace().returnDays(), Calendar.DAY);
      way = chance.of(0.5) ? way : ways.toTheSite(chance, at);
    }
  }

  /** Tells of a visit; gives how long the page took, in ms. */
  private double visit(Way way, SitePage page, Somebody who, long at, Chance chance) {
    boolean isSlow = calendar.isFrom(at, page.slowFrom());
    double lcp = Math.round(chance.around(isSlow ? page.slowMs() : page.lcpMs()) * 0.8);
    String device = chance.of(0.62) ? "mobile" : "desktop";
    Attribution from = Ways.visited(way, who, chance);
    Page seen = new Page(page.url(), device, "4g", null, null, null, null, null, null, null);
    diary.tell(
        "visit.started", tools.website(), chance.hex(8), at, () -> Telling.visit(from, seen));
    if (chance.of(rates.measured())) {
      double usable = isSlow ? lcp * 1.1 : lcp * page.usableMs() / page.lcpMs();
      Page fast =
          new Page(
              page.url(),
              device,
              "4g",
              "field",
              lcp,
              Math.floor(chance.around(90)),
              0.03,
              lcp * 0.6,
              lcp * 0.25,
              usable);
      Attribution visitor = visitor(who);
      diary.tell(
          "page.measured",
          tools.website(),
          chance.hex(8),
          at + chance.after(40, 1000),
          () -> Telling.visit(visitor, fast));
    }
    return lcp;
  }

  private void form(Way way, SitePage page, Somebody who, long at, Chance chance) {
    Attribution from = Ways.visited(way, who, chance);
    boolean spam = chance.of(rates.spam());
    boolean agrees = !spam && chance.of(rates.consent());
    String wish =
        spam
            ? "We sell backlinks for a better search ranking: http://spam.example"
            : chance.one(WISHES);
    Form form = Telling.written(who, "Request", page.url(), wish);
    Consent says = agrees ? consent("granted", at) : null;
    if (!spam) {
      // Machines that post spam run no script of the page.
      Form pressed = new Form("request", null, page.url(), null, null);
      diary.tell(
          "form.submitted",
          tools.website(),
          Long.toHexString(at),
          at,
          () -> Telling.pressed(from, pressed));
    }
    diary.tell(
        "lead.submitted",
        tools.form(),
        chance.hex(12),
        at,
        () -> Telling.form(who.whole(), from, form, says));
    if (agrees) {
      shop.subscribed(who, at, chance);
    }
    if (!spam) {
      office.lead(who, true, at, chance);
    }
  }

  private void mail(Way way, Somebody who, long at, Chance chance) {
    // A mail that names a source is a marketplace's, which keeps the address to itself.
    boolean marketplace = way.source() != null;
    Person person = marketplace ? who.named() : who.whole();
    Form form =
        Telling.written(who, Objects.requireNonNull(way.form(), "form"), null, chance.one(WISHES));
    Form shown = marketplace ? new Form(null, form.name(), null, null, form.message()) : form;
    diary.tell(
        "lead.submitted",
        Objects.requireNonNull(way.connection(), "connection"),
        "<" + chance.hex(10) + "@mail.example>",
        at,
        () -> Telling.form(person, Ways.mailed(way), shown, null));
    if (!calendar.isFrom(at, way.unreadFrom())) {
      office.lead(who, !marketplace, at, chance);
    }
  }

  private void call(Way way, Somebody who, long at, Chance chance) {
    double share =
        calendar.isLunch(at)
            ? rates.lunch()
            : calendar.isOpen(at) ? rates.answered() : rates.closed();
    boolean answered = chance.of(share);
    boolean voicemail = !answered && chance.of(0.4);
    int seconds = answered ? (int) chance.around(150) + 15 : chance.between(8, 40);
    boolean withheld = chance.of(rates.withheld());
    String agent = answered ? chance.one(past.agents()) : null;
    if (way.number() != null) {
      String id = "T" + chance.hex(8);
      Attribution from = Ways.called(way, chance);
      diary.tell(
          "call.completed",
          tools.calls(),
          id,
          at,
          () ->
              Telling.call(
                  withheld ? null : who.named(),
                  from,
                  call(id, withheld ? null : who, way, at, seconds, answered, voicemail, null)));
    }
    long later = at + chance.between(-2000, 9000);
    String record = "P" + chance.hex(6);
    diary.tell(
        "call.completed",
        tools.exchange(),
        record,
        later,
        () ->
            Telling.call(
                withheld ? null : who.caller(),
                null,
                call(
                    record,
                    withheld ? null : who,
                    way,
                    later,
                    seconds + 2,
                    answered,
                    null,
                    agent)));
    if (answered || (!withheld && chance.of(rates.callback()))) {
      office.call(who, answered, at, chance);
    }
  }

  private static Call call(
      String id,
      @Nullable Somebody who,
      Way way,
      long at,
      int seconds,
      boolean answered,
      @Nullable Boolean voicemail,
      @Nullable String agent) {
    return new Call(
        id,
        "inbound",
        who == null ? null : who.phone,
        way.number(),
        Instant.ofEpochMilli(at),
        seconds,
        answered,
        voicemail,
        null,
        voicemail == null ? null : "https://calls.example/recordings/" + id,
        null,
        agent);
  }

  static Consent consent(String said, long at) {
    return new Consent(
        said, null, null, null, "Send me your newsletter by email", Instant.ofEpochMilli(at));
  }

  private static Attribution visitor(Somebody who) {
    return new Attribution(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        who.visitor);
  }
}
