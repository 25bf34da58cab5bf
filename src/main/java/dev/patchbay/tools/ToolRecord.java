package dev.patchbay.tools;

import dev.patchbay.access.Personal;
import java.time.Instant;
import java.util.List;

/**
 * What one tool is known to hold of a customer, by what it told and what it took.
 *
 * @param ids the customer's ids there, as far as they were told
 */
public record ToolRecord(String connection, List<String> ids, List<Held> fields) {

  /**
   * One field as the tool has it.
   *
   * @param at when the tool told it, or took it
   * @param origin {@code told} by the tool, or {@code written} by this hub
   */
  public record Held(String field, @Personal String value, Instant at, String origin) {}

  static ToolRecord of(String connection, Holding holding) {
    return new ToolRecord(
        connection,
        holding.externalIds().keySet().stream().sorted().toList(),
        holding.fields().entrySet().stream()
            .map(
                entry ->
                    new Held(
                        entry.getKey(),
                        entry.getValue().text(),
                        entry.getValue().at(),
                        entry.getValue().origin().name().toLowerCase(java.util.Locale.ROOT)))
            .toList());
  }
}
