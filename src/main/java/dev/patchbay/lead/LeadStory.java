package dev.patchbay.lead;

import static dev.patchbay.lead.Origins.first;

import dev.patchbay.event.Deal;
import dev.patchbay.event.FollowUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one lead: everything that happened to it until the next one. */
final class LeadStory {

  private final Inquiry lead;
  private final LeadRules rules;
  private final List<Inquiry> inquiries = new ArrayList<>();
  private final List<StitchedCall> outbound = new ArrayList<>();
  private final List<Happening> followUps = new ArrayList<>();
  private final List<Happening> deals = new ArrayList<>();
  private final List<Purchase> purchases = new ArrayList<>();
  private final Map<Stage, Instant> times = new EnumMap<>(Stage.class);
  private Stage stage = Stage.NEW;
  private @Nullable String by;

  LeadStory(Inquiry lead, LeadRules rules) {
    this.lead = lead;
    this.rules = rules;
    this.inquiries.add(lead);
  }

  void add(Inquiry repeat) {
    inquiries.add(repeat);
  }

  void add(StitchedCall call) {
    outbound.add(call);
  }

  void addFollowUp(Happening event) {
    followUps.add(event);
  }

  void addDeal(Happening event) {
    deals.add(event);
  }

  void add(Purchase purchase) {
    purchases.add(purchase);
  }

  Inquiry lead() {
    return lead;
  }

  List<Purchase> purchases() {
    return purchases;
  }

  /** What belongs to the lead beside its own form or call; sales have rows of their own. */
  List<Happening> others() {
    List<Happening> others = new ArrayList<>(followUps);
    others.addAll(deals);
    outbound.forEach(call -> others.addAll(call.events()));
    return others;
  }

  /** How far the lead is, by everything added. */
  Progress progress() {
    for (Inquiry inquiry : inquiries) {
      if (inquiry.call() != null && inquiry.call().isAnswered()) {
        reach(Stage.CONTACTED, inquiry.at(), inquiry.first().source());
      }
    }
    for (StitchedCall call : outbound) {
      if (call.facts().reached()) {
        reach(Stage.CONTACTED, call.at(), call.events().get(0).source());
      }
    }
    for (Happening event : followUps) {
      FollowUp followUp = event.data().followUp();
      if (followUp == null || !Boolean.TRUE.equals(followUp.automatic())) {
        reach(Stage.CONTACTED, event.at(), event.source());
      }
    }
    deals.sort(Happening.ORDER);
    for (Happening event : deals) {
      Deal deal = event.data().deal();
      Stage said = deal == null ? null : Stages.of(deal, rules);
      if (said != null) {
        reach(said, event.at(), event.source());
      }
    }
    for (Purchase purchase : purchases) {
      reach(Stage.WON, purchase.at(), purchase.connection());
    }
    return corrected(values());
  }

  /** The earliest word counts for the time and, at the highest stage, for who said it. */
  private void reach(Stage reached, Instant at, String source) {
    Instant before = times.get(reached);
    boolean earlier = before == null || at.isBefore(before);
    boolean tie = before != null && at.equals(before) && by != null && source.compareTo(by) < 0;
    if (earlier) {
      times.put(reached, at);
    }
    int rank = Stages.rank(reached);
    int now = Stages.rank(stage);
    if (rank > now || (rank == now && (earlier || tie))) {
      stage = reached;
      by = source;
    }
  }

  private Progress values() {
    Long quote = null;
    Long wonAmount = null;
    String quoteCurrency = null;
    for (Happening event : deals) {
      Deal deal = event.data().deal();
      if (deal != null && deal.amount() != null) {
        quote = deal.amount();
        quoteCurrency = first(deal.currency(), quoteCurrency);
        wonAmount = Stages.of(deal, rules) == Stage.WON ? deal.amount() : wonAmount;
      }
    }
    Long sale = null;
    String currency = quoteCurrency;
    if (!purchases.isEmpty()) {
      currency =
          purchases.stream()
              .sorted(Comparator.comparing(Purchase::at).thenComparing(Purchase::id))
              .map(Purchase::currency)
              .filter(java.util.Objects::nonNull)
              .findFirst()
              .orElse(quoteCurrency);
      sale = 0L;
      for (Purchase purchase : purchases) {
        if (purchase.currency() == null || purchase.currency().equals(currency)) {
          sale += purchase.net();
        }
      }
    } else if (stage == Stage.WON) {
      sale = first(wonAmount, quote);
    }
    boolean sameCurrency = quoteCurrency == null || quoteCurrency.equals(currency);
    return new Progress(stage, by, Map.copyOf(times), sameCurrency ? quote : null, sale, currency);
  }

  private Progress corrected(Progress told) {
    Corrected corrected = lead.corrected();
    if (corrected.isEmpty()) {
      return told;
    }
    Stage said = told.stage();
    String saidBy = told.by();
    Map<Stage, Instant> saidAt = new EnumMap<>(Stage.class);
    saidAt.putAll(told.times());
    Correction status = corrected.said(CorrectedField.STATUS);
    if (status != null && status.value() != null) {
      said = Stages.named(status.value());
      saidBy = status.by();
      int rank = Stages.rank(said);
      // What the person says did not happen has no time.
      saidAt.keySet().removeIf(reached -> Stages.rank(reached) > rank);
      if (said != Stage.NEW) {
        saidAt.putIfAbsent(said, status.at());
      }
    }
    return new Progress(
        said,
        saidBy,
        Map.copyOf(saidAt),
        first(corrected.number(CorrectedField.QUOTE_AMOUNT), told.quote()),
        first(corrected.number(CorrectedField.SALE_AMOUNT), told.sale()),
        first(corrected.text(CorrectedField.CURRENCY), told.currency()));
  }
}
