package dev.patchbay.lead;

import dev.patchbay.event.Page;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How fast a page was once.
 *
 * @param page host and path
 * @param measured the times in ms
 */
public record PageSpeed(UUID event, Instant at, String page, Page measured) {

  static @Nullable PageSpeed of(Happening event) {
    Page page = event.data().page();
    String address = page == null ? null : PageAddress.of(page.url());
    return page == null || address == null || !event.is("page.measured")
        ? null
        : new PageSpeed(event.id(), event.at(), address, page);
  }
}
