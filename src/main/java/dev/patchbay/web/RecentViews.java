package dev.patchbay.web;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Views of pages that were noted a short while ago: a page that refreshes itself is one view. */
final class RecentViews {

  private static final Duration SHORT = Duration.ofMinutes(10);
  private static final int MOST = 4_096;

  private record View(String who, String what, long records) {}

  private final Map<View, Instant> noted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<View, Instant> eldest) {
          return size() > MOST;
        }
      };

  /** Whether nobody of that name saw as many records there within ten minutes; notes it if so. */
  synchronized boolean isNew(String who, String what, long records, Instant now) {
    View view = new View(who, what, records);
    Instant before = noted.get(view);
    if (before != null && before.plus(SHORT).isAfter(now)) {
      return false;
    }
    noted.remove(view);
    noted.put(view, now);
    return true;
  }
}
