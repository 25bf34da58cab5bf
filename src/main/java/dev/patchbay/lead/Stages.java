package dev.patchbay.lead;

import dev.patchbay.event.Deal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a deal is, by the stack's names of stages, else by words that most use. */
final class Stages {

  private static final Map<String, Stage> USUAL =
      Map.ofEntries(
          Map.entry("contacted", Stage.CONTACTED),
          Map.entry("contact made", Stage.CONTACTED),
          Map.entry("in contact", Stage.CONTACTED),
          Map.entry("qualified", Stage.QUALIFIED),
          Map.entry("quotable", Stage.QUALIFIED),
          Map.entry("appointment scheduled", Stage.QUALIFIED),
          Map.entry("appointmentscheduled", Stage.QUALIFIED),
          Map.entry("qualified to buy", Stage.QUALIFIED),
          Map.entry("qualifiedtobuy", Stage.QUALIFIED),
          Map.entry("quoted", Stage.QUOTED),
          Map.entry("quote sent", Stage.QUOTED),
          Map.entry("estimate sent", Stage.QUOTED),
          Map.entry("proposal", Stage.QUOTED),
          Map.entry("proposal sent", Stage.QUOTED),
          Map.entry("proposal made", Stage.QUOTED),
          Map.entry("negotiation", Stage.QUOTED),
          Map.entry("won", Stage.WON),
          Map.entry("closed won", Stage.WON),
          Map.entry("closedwon", Stage.WON),
          Map.entry("lost", Stage.LOST),
          Map.entry("closed lost", Stage.LOST),
          Map.entry("closedlost", Stage.LOST),
          Map.entry("abandoned", Stage.LOST));

  private Stages() {}

  /** The stage, or {@code null} when it tells nothing of how far the lead is. */
  static @Nullable Stage of(Deal deal, LeadRules rules) {
    String name = deal.stage() == null ? "" : deal.stage().strip().toLowerCase(Locale.ROOT);
    Stage named = rules.stages().get(name);
    if (named != null) {
      return named;
    }
    if (Boolean.TRUE.equals(deal.won())) {
      return Stage.WON;
    }
    if (Boolean.TRUE.equals(deal.lost())) {
      return Stage.LOST;
    }
    return USUAL.get(name.replace('_', ' ').replace('-', ' '));
  }

  /** A lead only rises; one that was lost can still be won, and none that is won is lost. */
  static int rank(Stage stage) {
    return switch (stage) {
      case NEW -> 0;
      case CONTACTED -> 1;
      case QUALIFIED -> 2;
      case QUOTED -> 3;
      case LOST -> 4;
      case WON -> 5;
    };
  }

  static Stage named(String word) {
    return Stage.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static String word(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
