package dev.patchbay.lead;

import java.util.List;

/**
 * How much a lead looks like spam.
 *
 * @param score 0 to 100
 * @param reasons in words, the heaviest first; they quote nothing of the lead
 */
public record Spam(int score, List<String> reasons) {

  /** Nothing suspicious. */
  public static final Spam NONE = new Spam(0, List.of());
}
