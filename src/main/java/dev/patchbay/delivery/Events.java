package dev.patchbay.delivery;

import dev.patchbay.eventlog.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Where lanes find the events of deliveries that they did not get from memory. */
@FunctionalInterface
public interface Events {

  /** The events of these ids, by id; those that are gone are left out. */
  Map<UUID, StoredEvent> find(Connection connection, Collection<UUID> ids) throws SQLException;
}
