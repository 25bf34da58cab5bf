package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * A postal address, as far as it is known; {@code country} is ISO 3166-1 alpha-2 where possible.
 */
public record Address(
    @Nullable String street,
    @Nullable String city,
    @Nullable String region,
    @Nullable String postalCode,
    @Nullable String country) {

  /** {@code toString} tells no address: people must not reach logs. */
  @Override
  public String toString() {
    return "Address[masked]";
  }
}
