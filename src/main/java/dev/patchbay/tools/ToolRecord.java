package dev.patchbay.tools;

import dev.patchbay.access.Personal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one tool is known to hold of a customer, by what it told and what it took.
 *
 * @param ids the customer's ids there, as far as they were told
 * @param removed that the tool told to hold them no more, or {@code null} where it holds them
 */
public record ToolRecord(
    String connection, List<String> ids, List<Held> fields, @Nullable Ended removed) {

  /**
   * The end of a tool's record.
   *
   * @param reason {@code deleted}, {@code privacy} or {@code merged}
   */
  public record Ended(Instant at, String reason) {}

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
            .toList(),
        holding.removed() == null
            ? null
            : new Ended(holding.removed().at(), holding.removed().reason()));
  }
}
