package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.metrics.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how many messages of each connection wait to be processed, and how long already. */
public final class WaitingMeters {

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(WaitingMeters.class);

  private final Database database;
  private final MessageList messages;
  private final InstantSource clock;
  private Map<String, dev.patchbay.inbox.Backlog> last = Map.of();
  private Instant asked = Instant.MIN;

  private WaitingMeters(Database database, MessageList messages, InstantSource clock) {
    this.database = database;
    this.messages = messages;
    this.clock = clock;
  }

  /** Shows them for these connections; the table is asked at most every five seconds. */
  public static void show(
      Collection<String> connections,
      Database database,
      MessageList messages,
      Meters meters,
      InstantSource clock) {
    WaitingMeters waiting = new WaitingMeters(database, messages, clock);
    for (String connection : connections) {
      meters.watchWaiting(connection, () -> waiting.count(connection));
      meters.watchOldestWaiting(connection, () -> waiting.oldestSeconds(connection));
    }
  }

  private long count(String connection) {
    dev.patchbay.inbox.Backlog backlog = now().get(connection);
    return backlog == null ? 0 : backlog.waiting();
  }

  private double oldestSeconds(String connection) {
    dev.patchbay.inbox.Backlog backlog = now().get(connection);
    return backlog == null
        ? 0
        : Math.max(0, Duration.between(backlog.oldest(), clock.instant()).toMillis() / 1000.0);
  }

  private synchronized Map<String, dev.patchbay.inbox.Backlog> now() {
    Instant now = clock.instant();
    if (asked.equals(Instant.MIN) || asked.plus(FRESH).isBefore(now)) {
      asked = now;
      try {
        last = database.inTransaction(messages::waiting);
      } catch (DatabaseException e) {
        log.warn("The meters show the last count of waiting messages: {}", e.getMessage());
      }
    }
    return last;
  }
}
