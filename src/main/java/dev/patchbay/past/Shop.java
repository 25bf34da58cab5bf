package dev.patchbay.past;

import dev.patchbay.event.Loyalty;
import dev.patchbay.event.Sale;
import dev.patchbay.past.Past.Rates;
import java.util.Objects;

/** What people buy, give back and collect, and which mails they want. */
final class Shop {

  private static final int MOST_PURCHASES = 260;
  private static final double STAYS = 0.97;

  private final Past past;
  private final Rates rates;
  private final Diary diary;
  private int members;

  Shop(Past past, Diary diary) {
    this.past = past;
    this.rates = past.rates();
    this.diary = diary;
  }

  /** A deal that was won is paid. */
  void invoice(Somebody who, long amount, long at, Chance chance) {
    String invoices = past.connections().invoices();
    Sale sale = sold(invoices, who, amount, "check", at, chance);
    if (chance.of(rates.refund())) {
      refund(invoices, who, sale, at + chance.after(9, Calendar.DAY), chance);
    }
  }

  /** Somebody buys who never asked, and may come for years. */
  void walkIn(Somebody who, long begin, Chance chance) {
    String till = Objects.requireNonNull(past.connections().till(), "connections.till");
    String loyalty = past.connections().loyalty();
    String account =
        loyalty != null && chance.of(rates.member()) ? "M-" + (100_000 + members++) : null;
    boolean regular = chance.of(rates.regular());
    long at = begin;
    long balance = 0;
    for (int purchase = 0; purchase < MOST_PURCHASES; purchase++) {
      long amount = Math.round(chance.around(past.money().purchase()));
      Sale sale = sold(till, who, amount, "card", at, chance);
      if (chance.of(rates.refund())) {
        refund(till, who, sale, at + chance.after(2, Calendar.DAY), chance);
      }
      if (account != null && loyalty != null) {
        long points = amount / 100;
        balance += points;
        collect(
            loyalty,
            purchase == 0 ? "loyalty.joined" : "loyalty.earned",
            who,
            account,
            points,
            balance,
            at);
      }
      if (!chance.of(regular ? STAYS : 0.15)) {
        return;
      }
      at += chance.after(regular ? past.pace().returnDays() / 2 : 20, Calendar.DAY);
    }
  }

  /** Somebody agreed to mails; some leave the list later. */
  void subscribed(Somebody who, long at, Chance chance) {
    String mailings = past.connections().mailings();
    diary.tell(
        "subscriber.subscribed",
        mailings,
        chance.hex(6),
        at + chance.after(10, 1000),
        () -> Telling.consent(who.subscriber(), Journeys.consent("granted", at)));
    if (chance.of(rates.leaves())) {
      long then = at + chance.after(45, Calendar.DAY);
      diary.tell(
          "subscriber.unsubscribed",
          mailings,
          chance.hex(6),
          then,
          () -> Telling.consent(who.subscriber(), Journeys.consent("denied", then)));
    }
  }

  private Sale sold(
      String where, Somebody who, long amount, String tender, long at, Chance chance) {
    boolean other = chance.of(rates.otherEmail());
    Sale sale =
        new Sale(
            "S-" + chance.hex(7),
            amount,
            "USD",
            null,
            tender,
            chance.one(past.shops()),
            null,
            "completed",
            null);
    diary.tell("sale.completed", where, sale.id(), at, () -> Telling.sale(who.buying(other), sale));
    return sale;
  }

  private void refund(String where, Somebody who, Sale sale, long at, Chance chance) {
    Sale back =
        new Sale(
            "R-" + chance.hex(7),
            sale.amount(),
            "USD",
            null,
            sale.tender(),
            sale.location(),
            sale.id(),
            "completed",
            null);
    diary.tell("sale.refunded", where, back.id(), at, () -> Telling.sale(who.buying(false), back));
  }

  private void collect(
      String where, String type, Somebody who, String account, long points, long balance, long at) {
    Loyalty change = new Loyalty("Regulars", account, points, balance, null, null);
    diary.tell(
        type,
        where,
        account + "/" + at,
        at + Calendar.MINUTE,
        () -> Telling.loyalty(who.buying(false), change));
  }
}
