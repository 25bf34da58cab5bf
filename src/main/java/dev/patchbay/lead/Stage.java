package dev.patchbay.lead;

/** How far a lead is, in the order of ranks. */
public enum Stage {
  NEW,
  CONTACTED,
  QUALIFIED,
  QUOTED,
  WON,
  LOST
}
