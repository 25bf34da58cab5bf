package dev.patchbay.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventLogIT {

  private final EventLog log = new EventLog();

  @Test
  void appendsOnceAndKeepsTheFirstVersion() {
    try (TestDatabase test = TestDatabase.create()) {
      StoredEvent event = event("lead.submitted", "{\"test\": true}");
      StoredEvent changed = withData(event, "{\"test\": false}");

      assertThat(append(test, List.of(event))).containsExactly(event.id());
      assertThat(append(test, List.of(changed))).isEmpty();

      var found = test.database().inTransaction(c -> log.find(c, List.of(event.id())));
      assertThat(found).containsExactly(java.util.Map.entry(event.id(), event));
    }
  }

  @Test
  void pagesNewestFirstWithoutGapsOrRepeats() {
    try (TestDatabase test = TestDatabase.create()) {
      List<StoredEvent> events = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        events.add(event(i % 5 == 0 ? "call.completed" : "lead.submitted", "{}"));
      }
      append(test, events);

      List<UUID> seen = new ArrayList<>();
      Long before = null;
      while (true) {
        Long from = before;
        List<EventLog.Entry> page =
            test.database()
                .inTransaction(
                    c -> log.page(c, new EventLog.Filter("lead.submitted", null, null, from, 7)));
        if (page.isEmpty()) {
          break;
        }
        page.forEach(entry -> seen.add(entry.event().id()));
        before = page.get(page.size() - 1).position();
      }

      List<UUID> expected = new ArrayList<>();
      for (int i = 24; i >= 0; i--) {
        if (i % 5 != 0) {
          expected.add(events.get(i).id());
        }
      }
      assertThat(seen).isEqualTo(expected);
    }
  }

  private List<UUID> append(TestDatabase test, List<StoredEvent> events) {
    return test.database().inTransaction(connection -> log.append(connection, events));
  }

  private static StoredEvent event(String type, String data) {
    Instant now = Instant.parse("2026-11-22T09:00:00Z");
    return new StoredEvent(
        UUID.randomUUID(), UUID.randomUUID(), type, "website-form", "s-1", now, now, null, data);
  }

  private static StoredEvent withData(StoredEvent event, String data) {
    return new StoredEvent(
        event.id(),
        event.message(),
        event.type(),
        event.source(),
        event.subject(),
        event.time(),
        event.receivedAt(),
        event.customer(),
        data);
  }
}
