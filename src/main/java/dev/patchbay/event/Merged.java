package dev.patchbay.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two records of one customer that became one, or that are two again. The event's person is known
 * by what the record that stays was known by before.
 *
 * @param into id of the record that stays
 * @param from id of the other one: an alias of the first, or a record of its own again
 * @param by {@code rule}, or {@code person} where somebody decided it
 * @param email one by which the other record was known, normalized
 * @param phone one by which the other record was known, in E.164
 * @param externalIds ids of the other record at other systems, by system name
 */
public record Merged(
    @Nullable String into,
    @Nullable String from,
    @Nullable String by,
    @Nullable String email,
    @Nullable String phone,
    @Nullable Map<String, String> externalIds) {

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Merged[masked]";
  }
}
