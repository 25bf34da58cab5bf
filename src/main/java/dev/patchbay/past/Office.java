package dev.patchbay.past;

import dev.patchbay.event.Deal;
import dev.patchbay.event.FollowUp;
import dev.patchbay.event.Person;
import dev.patchbay.past.Past.Pace;
import dev.patchbay.past.Past.Rates;
import dev.patchbay.past.Past.Stages;
import org.jspecify.annotations.Nullable;

/** What the office does with leads: it gets in touch, and moves deals on. */
final class Office {

  private static final double DECIDES_SLOWER = 2.5;

  private final Past past;
  private final Rates rates;
  private final Pace pace;
  private final Stages stages;
  private final String crm;
  private final Calendar calendar;
  private final Diary diary;
  private final Shop shop;

  Office(Past past, Calendar calendar, Diary diary, Shop shop) {
    this.past = past;
    this.rates = past.rates();
    this.pace = past.pace();
    this.stages = past.stages();
    this.crm = past.connections().crm();
    this.calendar = calendar;
    this.diary = diary;
    this.shop = shop;
  }

  /** Somebody wrote; {@code email} tells whether their address is known. */
  void lead(Somebody who, boolean email, long at, Chance chance) {
    Person person = who.inCrm(email, past.crmId());
    if (email && chance.of(rates.auto())) {
      followUp(person, "mail", "autoresponder", true, at + chance.after(20, 1000), chance);
    }
    if (chance.of(rates.followUp())) {
      long touch = calendar.whenOpen(at) + chance.after(pace.touchMinutes(), Calendar.MINUTE);
      followUp(
          person,
          chance.of(0.6) ? "call" : "mail",
          chance.one(past.agents()),
          false,
          touch,
          chance);
      work(who, person, touch, chance);
    }
  }

  /** Somebody called, and was answered or is called back. */
  void call(Somebody who, boolean answered, long at, Chance chance) {
    Person person = who.inCrm(false, past.crmId());
    long touch = at;
    if (!answered) {
      touch = calendar.whenOpen(at) + chance.after(pace.touchMinutes() * 3, Calendar.MINUTE);
      followUp(person, "call", chance.one(past.agents()), false, touch, chance);
    }
    work(who, person, touch, chance);
  }

  private void work(Somebody who, Person person, long touch, Chance chance) {
    String deal = "D-" + chance.hex(5);
    long at = touch + chance.after(4, Calendar.MINUTE);
    stage(person, deal, stages.contacted(), null, null, null, at, chance);
    if (!chance.of(rates.qualified())) {
      return;
    }
    at = next(at, 1, chance);
    stage(person, deal, stages.qualified(), stages.contacted(), null, null, at, chance);
    if (!chance.of(rates.quoted())) {
      return;
    }
    at = next(at, 1, chance);
    long amount = Math.round(chance.around(past.money().deal()));
    stage(person, deal, stages.quoted(), stages.qualified(), amount, null, at, chance);
    if (chance.of(0.5)) {
      followUp(person, "call", chance.one(past.agents()), false, next(at, 0.7, chance), chance);
    }
    boolean won = chance.of(rates.won());
    at = next(at, DECIDES_SLOWER, chance);
    stage(
        person, deal, won ? stages.won() : stages.lost(), stages.quoted(), amount, won, at, chance);
    if (won) {
      shop.invoice(who, amount, next(at, 1, chance), chance);
    }
  }

  private long next(long at, double slower, Chance chance) {
    return calendar.whenOpen(at + chance.after(pace.stepHours() * slower, Calendar.HOUR));
  }

  private void stage(
      Person person,
      String id,
      String stage,
      @Nullable String previous,
      @Nullable Long amount,
      @Nullable Boolean won,
      long at,
      Chance chance) {
    Boolean isWon = Boolean.TRUE.equals(won) ? Boolean.TRUE : null;
    Boolean isLost = Boolean.FALSE.equals(won) ? Boolean.TRUE : null;
    Deal deal =
        new Deal(
            id,
            stage,
            previous,
            amount,
            amount == null ? null : "USD",
            chance.one(past.agents()),
            isWon,
            isLost);
    diary.tell("deal.stage_changed", crm, id + "/" + stage, at, () -> Telling.deal(person, deal));
  }

  private void followUp(
      Person person, String kind, String by, boolean automatic, long at, Chance chance) {
    FollowUp followUp = new FollowUp(kind, by, automatic ? Boolean.TRUE : null);
    diary.tell(
        "follow_up.made", crm, "F-" + chance.hex(6), at, () -> Telling.followUp(person, followUp));
  }
}
