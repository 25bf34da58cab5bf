package dev.patchbay.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Sale;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurchasesTest {

  @Test
  void countsASaleOnceHoweverOftenItWasTold() {
    List<Purchase> purchases =
        Purchases.of(
            List.of(
                Told.sale("told", 0, "S1", 1_000),
                Told.sale("changed", 5, "S1", 1_200),
                Told.sale("other", 9, "S2", 300)));

    assertThat(purchases).extracting(Purchase::amount).containsExactly(1_200L, 300L);
    assertThat(purchases.get(0).id()).isEqualTo(Told.id("told"));
    assertThat(purchases.get(0).at()).isEqualTo(Told.at(0));
  }

  @Test
  void countsNoMoneyThatHasNotMoved() {
    assertThat(
            Purchases.of(
                List.of(
                    sale(
                        "a",
                        "till",
                        new Sale("S", 1L, "USD", null, null, null, null, "approved", null)),
                    sale(
                        "b",
                        "till",
                        new Sale("T", 1L, "USD", null, null, null, null, "pending", null)))))
        .isEmpty();
  }

  @Test
  void takesARefundOffItsSaleOnce() {
    Happening refund = Told.refund("r", 9, "S1", 400);
    Happening again =
        new Happening(
            Told.id("r2"),
            refund.type(),
            refund.source(),
            refund.subject(),
            Told.at(10),
            Told.at(11),
            refund.data(),
            List.of());

    List<Purchase> purchases =
        Purchases.of(
            List.of(
                Told.sale("s", 0, "S1", 1_000),
                refund,
                again,
                Told.refund("unknown", 12, "S9", 50)));

    assertThat(purchases).extracting(Purchase::net).containsExactly(600L);
  }

  @Test
  void takesAShopAndTheTillThatTookItsMoneyForOneSale() {
    Sale order = new Sale("O-7", 5_000L, "USD", null, null, null, null, null, null);
    Sale payment = new Sale("P-1", 5_000L, "USD", null, null, null, null, null, "O-7");
    Sale split = new Sale("P-2", 700L, "USD", null, null, null, null, null, "O-7");

    assertThat(
            Purchases.of(
                List.of(
                    sale("a", "shop", order),
                    sale("b", "payments", payment),
                    sale("c", "payments", split))))
        .extracting(Purchase::connection, Purchase::amount)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("shop", 5_000L),
            org.assertj.core.groups.Tuple.tuple("payments", 700L));
  }

  private static Happening sale(String name, String source, Sale sale) {
    return Told.event(name, "sale.completed", source, 0, Told.sale(sale));
  }
}
