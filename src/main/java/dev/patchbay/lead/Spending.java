package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Spend;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a connection reported that a campaign cost on a day; the latest report counts.
 *
 * @param source where the campaign's visitors come from, as leads name it, or {@code null}
 * @param spend amounts in minor units
 * @param reportedAt when it was received: the event's own time is the day, in every report of it
 */
public record Spending(
    UUID event,
    String connection,
    String campaign,
    LocalDate day,
    @Nullable String source,
    Spend spend,
    Instant reportedAt) {

  static @Nullable Spending of(Happening event) {
    Spend spend = event.data().spend();
    if (spend == null || !event.is("ad.spend_reported") || spend.day() == null) {
      return null;
    }
    Attribution attribution = event.data().attribution();
    String source = attribution == null ? null : attribution.source();
    try {
      return new Spending(
          event.id(),
          event.source(),
          spend.campaign() == null ? "" : spend.campaign(),
          LocalDate.parse(spend.day()),
          source == null ? null : source.strip().toLowerCase(Locale.ROOT),
          spend,
          event.receivedAt());
    } catch (DateTimeException noDay) {
      return null;
    }
  }
}
