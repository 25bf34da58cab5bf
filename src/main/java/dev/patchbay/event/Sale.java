package dev.patchbay.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money taken, or given back.
 *
 * @param amount in minor units (cents) of {@code currency}
 * @param currency ISO 4217
 * @param tender how it was paid, such as {@code card} or {@code cash}
 * @param refundOf id of the sale that is given back
 * @param status how far the payment or refund is: {@code completed} (money moved; also what an
 *     absent status means), or {@code approved} (authorized, not taken yet) and {@code pending},
 *     which marketing never counts
 * @param orderId id of the order it paid for, where that is another id
 */
public record Sale(
    @Nullable String id,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable List<Line> lines,
    @Nullable String tender,
    @Nullable String location,
    @Nullable String refundOf,
    @Nullable String status,
    @Nullable String orderId) {

  /**
   * One line of a sale.
   *
   * @param amount total of the line in minor units
   */
  public record Line(
      @Nullable String sku,
      @Nullable String name,
      @Nullable Double quantity,
      @Nullable Long amount) {}
}
