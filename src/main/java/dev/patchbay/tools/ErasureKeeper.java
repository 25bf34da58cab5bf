package dev.patchbay.tools;

import dev.patchbay.db.Database;
import dev.patchbay.db.Rounds;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets whom tools were told to erase, soon after all of them were told. */
public final class ErasureKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ErasureKeeper.class);

  private final Database database;
  private final Rounds rounds;

  /** Looks so often. */
  public ErasureKeeper(Database database, Duration every) {
    this.database = database;
    this.rounds = new Rounds("erasure-keeper", every, this::finish);
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void finish() {
    int finished = database.inTransaction(Erasure::finish);
    if (finished > 0) {
      log.info("All tools were told of {} erasures", finished);
    }
  }
}
