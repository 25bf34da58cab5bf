package dev.patchbay.lead;

import dev.patchbay.event.Call;
import dev.patchbay.event.Deal;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Sale;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored event, read.
 *
 * @param at when it happened, by the vendor's clock
 * @param sent its deliveries
 */
public record Happening(
    UUID id,
    String type,
    String source,
    @Nullable String subject,
    Instant at,
    Instant receivedAt,
    EventData data,
    List<Sent> sent) {

  /** The one order in which a history is told, however it arrived. */
  static final Comparator<Happening> ORDER =
      Comparator.comparing(Happening::at).thenComparing(Happening::id);

  boolean isTest() {
    return Boolean.TRUE.equals(data.test());
  }

  boolean isCall() {
    return type.startsWith("call.");
  }

  boolean is(String name) {
    return type.equals(name);
  }

  /** What all events of one call, deal or sale have in common within their source. */
  String thread() {
    Call call = data.call();
    Deal deal = data.deal();
    Sale sale = data.sale();
    if (isCall() && call != null && call.id() != null) {
      return call.id();
    }
    if (deal != null && deal.id() != null) {
      return deal.id();
    }
    if (sale != null && sale.id() != null) {
      return sale.id();
    }
    return subject != null ? subject : id.toString();
  }

  /** {@code toString} tells no data: people must not reach logs. */
  @Override
  public String toString() {
    return "Happening[id=" + id + ", type=" + type + "]";
  }
}
