package dev.patchbay.tracking;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.lead.Happening;
import dev.patchbay.mapping.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts events into a database as the pipeline does, and reads tables back as text. */
final class Stored {

  private static final EventLog LOG = new EventLog();

  private final TestDatabase test;

  Stored(TestDatabase test) {
    this.test = test;
  }

  static StoredEvent event(Happening told, @Nullable UUID customer) {
    return new StoredEvent(
        told.id(),
        told.id(),
        told.type(),
        told.source(),
        told.subject(),
        told.at(),
        told.receivedAt(),
        customer,
        EventJson.writeData(told.data()));
  }

  void store(@Nullable UUID customer, List<Happening> events) {
    store(events.stream().map(told -> event(told, customer)).toList());
  }

  void store(List<StoredEvent> events) {
    test.database()
        .inTransaction(
            sql -> {
              LOG.append(sql, events);
              for (StoredEvent event : events) {
                if (event.customer() == null) {
                  Changes.ofEvents(sql, List.of(event.id()));
                } else {
                  Changes.ofCustomers(sql, List.of(event.customer()));
                }
              }
              return true;
            });
  }

  void run(String statement) {
    test.run(statement);
  }

  List<String> rows(String query) {
    return test.rows(query);
  }

  /** Everything that is derived, as text. */
  List<String> derived() {
    List<String> all = new ArrayList<>();
    for (String table :
        List.of(
            "lead", "lead_event", "touch", "sale", "visit", "submission", "page_speed", "spend")) {
      rows("select t::text from %s t order by 1".formatted(table))
          .forEach(row -> all.add(table + row));
    }
    return all;
  }

  void forget() {
    run(
        "truncate event, changed, lead, lead_event, touch, sale, visit, submission, page_speed,"
            + " spend, correction");
  }
}
