package dev.patchbay.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who it was, as far as this one event tells.
 *
 * @param email normalized: trimmed, lower case
 * @param phone E.164, such as {@code +12125550123}
 * @param externalIds ids at other systems by system name, such as {@code my-crm: "123"}
 */
public record Person(
    @Nullable String email,
    @Nullable String phone,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String company,
    @Nullable Address address,
    @Nullable Map<String, String> externalIds) {

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Person[masked]";
  }
}
