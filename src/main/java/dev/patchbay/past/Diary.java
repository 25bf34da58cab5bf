package dev.patchbay.past;

import dev.patchbay.event.EventData;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is still to be told, earliest first. */
final class Diary {

  private static final long NIGHTLY = -1;

  private final Calendar calendar;
  private final Map<String, Long> capture = new HashMap<>();
  private final PriorityQueue<Step> steps = new PriorityQueue<>();
  private final long end;
  private long order;

  Diary(Past past, Calendar calendar) {
    this.calendar = calendar;
    this.end = calendar.end();
    past.capture()
        .forEach(
            (connection, text) ->
                capture.put(
                    connection, text.equals("nightly") ? NIGHTLY : Long.parseLong(text) * 1000));
  }

  /** Notes it, unless the year is over by then. */
  void tell(
      String type,
      String source,
      @Nullable String subject,
      long happened,
      Supplier<EventData> data) {
    long delay = capture.getOrDefault(source, 1000L);
    long received =
        delay == NIGHTLY ? calendar.night(happened) + order % 1000 : happened + delay + order % 700;
    if (received < end) {
      steps.add(new Step(received, order, happened, type, source, subject, data));
    }
    order++;
  }

  /** Whether something is to be told before this moment. */
  boolean hasBefore(long moment) {
    Step next = steps.peek();
    return next != null && next.received() < moment;
  }

  /** The next. */
  Step next() {
    return steps.remove();
  }

  /** How many there are. */
  int size() {
    return steps.size();
  }
}
