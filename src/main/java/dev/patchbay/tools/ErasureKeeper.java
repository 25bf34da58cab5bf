package dev.patchbay.tools;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets whom tools were told to erase, soon after all of them were told. */
public final class ErasureKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ErasureKeeper.class);

  private final Database database;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "erasure-keeper");
            thread.setDaemon(true);
            return thread;
          });

  /** Looks so often. */
  public ErasureKeeper(Database database, Duration every) {
    this.database = database;
    timer.scheduleWithFixedDelay(
        this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void look() {
    try {
      int finished = database.inTransaction(Erasure::finish);
      if (finished > 0) {
        log.info("All tools were told of {} erasures", finished);
      }
    } catch (DatabaseException e) {
      log.warn("Erasures are finished later: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("Finishing erasures", e);
    }
  }
}
