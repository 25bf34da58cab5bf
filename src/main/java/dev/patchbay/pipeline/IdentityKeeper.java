package dev.patchbay.pipeline;

import dev.patchbay.customer.IdentityBasis;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.db.Rounds;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has who is who computed again in the background when the stack's rules are others than those of
 * the last time, and when somebody asks for it. One hub does it; doing it twice harms nothing.
 */
public final class IdentityKeeper implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(IdentityKeeper.class);

  private final Database database;
  private final Supplier<IdentityRules> rules;
  private final IdentityRebuild rebuild;
  private final Rounds rounds = new Rounds("who-is-who", EVERY, this::keep);
  private boolean checked;

  /** A keeper that does nothing until it is started. */
  public IdentityKeeper(Database database, Supplier<IdentityRules> rules, IdentityRebuild rebuild) {
    this.database = database;
    this.rules = rules;
    this.rebuild = rebuild;
  }

  /** Looks every five seconds from now on. */
  public void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  /** Does it where it is due; gives whether it was. */
  boolean keep() {
    boolean mine =
        database.inTransaction(
            sql -> {
              if (!checked) {
                IdentityBasis.check(sql, rules.get());
              }
              return IdentityBasis.claim(sql);
            });
    checked = true;
    if (!mine) {
      return false;
    }
    try {
      long events = rebuild.run();
      done();
      if (events > 0) {
        log.info("Computed again who is who from {} events", events);
      }
      return true;
    } catch (RuntimeException e) {
      release(e);
      throw e;
    }
  }

  private void done() {
    database.inTransaction(
        sql -> {
          IdentityBasis.done(sql);
          return true;
        });
  }

  private void release(RuntimeException cause) {
    try {
      database.inTransaction(
          sql -> {
            IdentityBasis.release(sql);
            return true;
          });
    } catch (DatabaseException e) {
      cause.addSuppressed(e);
    }
  }
}
