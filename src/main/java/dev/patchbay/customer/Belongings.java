package dev.patchbay.customer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hangs on customers elsewhere, and follows when claims move from one to another. */
public interface Belongings {

  /** For those who keep nothing else of customers. */
  Belongings NONE = (sql, moves, customers) -> {};

  /**
   * One claim that moved.
   *
   * @param sighting the claim, as events name it
   * @param from whose it was, or {@code null} for nobody's
   * @param to whose it is now, or {@code null} for nobody's
   */
  record Move(UUID sighting, @Nullable UUID from, @Nullable UUID to) {}

  /**
   * Takes what hangs on these claims along, in the transaction of the move. The rows of all
   * customers concerned are locked.
   *
   * @param customers everybody of whom something changed
   */
  void moved(Connection sql, List<Move> moves, Collection<UUID> customers) throws SQLException;
}
