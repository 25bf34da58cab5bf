package dev.patchbay.customer;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;

/** Runs a transaction again where another hub was at the same people at the same moment. */
public final class Races {

  private Races() {}

  /**
   * Runs {@code work} until no race keeps it from being committed, at most {@code most} times.
   *
   * @throws IdentityRaceException when the last of them met a race too
   * @throws DatabaseException when the database is away or refuses, or the last conflicted too
   */
  public static <T> T run(Database database, int most, Database.Work<T> work) {
    for (int race = 1; ; race++) {
      try {
        return database.inTransaction(work);
      } catch (IdentityRaceException e) {
        if (race == most) {
          throw e;
        }
      } catch (DatabaseException e) {
        if (!e.isConflict() || race == most) {
          throw e;
        }
      }
    }
  }
}
