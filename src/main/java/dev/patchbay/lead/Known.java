package dev.patchbay.lead;

import org.jspecify.annotations.Nullable;

/** Who a customer is, as now known. */
public record Known(
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String company) {

  /** Of nobody anything is known. */
  public static final Known NOTHING = new Known(null, null, null, null);

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Known[masked]";
  }
}
