package dev.patchbay.tools;

import dev.patchbay.credential.Seal;
import dev.patchbay.customer.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People who were erased, known again by keyed hashes only. */
public final class SuppressedPeople {

  private final Seal seal;

  /** Hashes are made with the key for secrets: hubs that share a database need the same one. */
  public SuppressedPeople(Seal seal) {
    this.seal = seal;
  }

  /** Remembers what an erased person was known by. */
  void add(Connection sql, Collection<Belongings.Known> known, Instant at) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into suppressed (kind, hash, at) values (?, ?, ?) on conflict do nothing")) {
      for (Belongings.Known each : known) {
        insert.setString(1, each.kind());
        insert.setBytes(2, hash(each));
        insert.setTimestamp(3, Timestamp.from(at));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** When somebody known by one of these was erased last, or {@code null} for never. */
  public @Nullable Instant since(Connection sql, Collection<Identifier> identifiers)
      throws SQLException {
    Instant last = null;
    try (PreparedStatement query =
        sql.prepareStatement("select at from suppressed where kind = ? and hash = ?")) {
      for (Identifier each : identifiers) {
        query.setString(1, each.kind());
        query.setBytes(2, seal.keyedHash(each.kind(), each.value()));
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            Instant at = row.getTimestamp(1).toInstant();
            last = last == null || at.isAfter(last) ? at : last;
          }
        }
      }
    }
    return last;
  }

  /** Customers there are though they were erased: a backup from before was restored, say. */
  Set<UUID> returned(Connection sql) throws SQLException {
    Set<UUID> returned = new LinkedHashSet<>();
    Set<String> hashes = hashes(sql);
    if (hashes.isEmpty()) {
      return returned;
    }
    try (PreparedStatement query =
        sql.prepareStatement("select kind, value, customer from identifier order by customer")) {
      query.setFetchSize(5_000);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Belongings.Known known = new Belongings.Known(row.getString(1), row.getString(2));
          if (hashes.contains(text(known.kind(), hash(known)))) {
            returned.add(row.getObject(3, UUID.class));
          }
        }
      }
    }
    return returned;
  }

  private static Set<String> hashes(Connection sql) throws SQLException {
    Set<String> hashes = new LinkedHashSet<>();
    try (PreparedStatement query = sql.prepareStatement("select kind, hash from suppressed");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        hashes.add(text(row.getString(1), row.getBytes(2)));
      }
    }
    return hashes;
  }

  private byte[] hash(Belongings.Known known) {
    return seal.keyedHash(known.kind(), known.value());
  }

  private static String text(String kind, byte[] hash) {
    return kind + ':' + java.util.HexFormat.of().formatHex(hash);
  }
}
