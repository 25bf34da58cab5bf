package dev.patchbay.tracking;

import dev.patchbay.eventlog.EventLog;
import dev.patchbay.lead.Lead;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.Leads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leads as the stored events and all that was said tell them this moment, ahead of their rows,
 * which are made again a little later.
 */
public final class FreshLeads {

  private final HistoryReader reader;
  private final Supplier<LeadRules> rules;

  /** Leads by these rules. */
  public FreshLeads(EventLog log, Supplier<LeadRules> rules) {
    this.reader = new HistoryReader(log);
    this.rules = rules;
  }

  /**
   * The lead that has a row of this id, or {@code null} when there is none any more.
   *
   * @throws IllegalArgumentException when an event's data cannot be read
   */
  public @Nullable Lead find(Connection sql, UUID id) throws SQLException {
    UUID customer = customer(sql, id);
    HistoryReader.Found found =
        customer == null
            ? reader.read(sql, List.of(), List.of(id))
            : reader.read(sql, List.of(customer), List.of());
    for (HistoryReader.Unread history : found.histories()) {
      for (Lead lead : Leads.of(history.read(), rules.get()).leads()) {
        if (lead.id().equals(id)) {
          return lead;
        }
      }
    }
    return null;
  }

  private static @Nullable UUID customer(Connection sql, UUID lead) throws SQLException {
    try (PreparedStatement query = sql.prepareStatement("select customer from lead where id = ?")) {
      query.setObject(1, lead);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getObject(1, UUID.class) : null;
      }
    }
  }
}
