package dev.patchbay.lead;

import static dev.patchbay.lead.Origins.first;

import dev.patchbay.event.Sale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the sales in a history: each once, however often and by how many systems it was told. */
final class Purchases {

  private static final Comparator<Happening> TOLD =
      Comparator.comparing(Happening::at)
          .thenComparing(Happening::receivedAt)
          .thenComparing(Happening::id);

  private Purchases() {}

  /** One sale by one system, its events in order. */
  private static final class Told {
    final List<Happening> events = new ArrayList<>();
    final Map<String, Happening> refunds = new LinkedHashMap<>();
  }

  /** By when they happened; neither lead nor origin is known yet. */
  static List<Purchase> of(List<Happening> history) {
    Map<String, Told> sales = new LinkedHashMap<>();
    for (Happening event : history) {
      if (event.is("sale.completed") && isDone(event)) {
        sales
            .computeIfAbsent(event.source() + '\0' + event.thread(), key -> new Told())
            .events
            .add(event);
      }
    }
    for (Happening event : history) {
      if (event.is("sale.refunded") && isDone(event)) {
        Told told = refunded(event, sales);
        if (told != null) {
          told.refunds.merge(event.thread(), event, (one, two) -> later(one, two));
        }
      }
    }
    List<Purchase> purchases = new ArrayList<>();
    List<Happening> kept = new ArrayList<>();
    for (Told told : sales.values()) {
      Happening last = told.events.stream().max(TOLD).orElseThrow();
      if (kept.stream().noneMatch(other -> isSameSale(other, last))) {
        kept.add(last);
        purchases.add(purchase(told, last));
      }
    }
    purchases.sort(Comparator.comparing(Purchase::at).thenComparing(Purchase::id));
    return purchases;
  }

  private static Purchase purchase(Told told, Happening last) {
    Sale sale = last.data().sale();
    Happening earliest = told.events.get(0);
    long refunded = 0;
    List<java.util.UUID> events = new ArrayList<>();
    told.events.forEach(event -> events.add(event.id()));
    for (Happening refund : told.refunds.values()) {
      Sale back = refund.data().sale();
      refunded += back == null || back.amount() == null ? 0 : Math.abs(back.amount());
      events.add(refund.id());
    }
    return new Purchase(
        earliest.id(),
        earliest.source(),
        earliest.subject(),
        earliest.at(),
        sale == null ? null : sale.amount(),
        sale == null ? null : sale.currency(),
        refunded,
        null,
        Origin.NOWHERE,
        List.copyOf(events));
  }

  /** An authorization has moved no money. */
  private static boolean isDone(Happening event) {
    Sale sale = event.data().sale();
    return sale != null && (sale.status() == null || sale.status().equals("completed"));
  }

  private static @Nullable Told refunded(Happening refund, Map<String, Told> sales) {
    Sale back = refund.data().sale();
    if (back == null) {
      return null;
    }
    if (back.refundOf() != null) {
      Told told = sales.get(refund.source() + '\0' + back.refundOf());
      if (told != null) {
        return told;
      }
    }
    String order = first(back.orderId(), back.refundOf());
    for (Told told : sales.values()) {
      Happening sale = told.events.get(0);
      Sale data = sale.data().sale();
      if (order != null
          && data != null
          && sale.source().equals(refund.source())
          && order.equals(data.orderId())) {
        return told;
      }
    }
    return null;
  }

  /** A shop and the till that took the money tell of one sale: they share the order's id. */
  private static boolean isSameSale(Happening one, Happening other) {
    Sale a = one.data().sale();
    Sale b = other.data().sale();
    return a != null
        && b != null
        && !one.source().equals(other.source())
        && a.amount() != null
        && a.amount().equals(b.amount())
        && (isShared(a.orderId(), b.id())
            || isShared(a.id(), b.orderId())
            || isShared(a.orderId(), b.orderId()));
  }

  private static boolean isShared(@Nullable String one, @Nullable String other) {
    return one != null && one.equals(other);
  }

  private static Happening later(Happening one, Happening two) {
    return TOLD.compare(one, two) >= 0 ? one : two;
  }
}
