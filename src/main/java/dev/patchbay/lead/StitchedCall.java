package dev.patchbay.lead;

import java.time.Instant;
import java.util.List;

/**
 * One call, though two systems may have told of it.
 *
 * @param at when it began
 * @param events of all systems, in the order of the history
 */
record StitchedCall(Instant at, CallFacts facts, List<Happening> events) {}
