package dev.patchbay.access;

import dev.patchbay.mapping.Digests;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The record of acts and of views of personal data, as a chain of hashes. */
public final class Audit {

  /**
   * What a check of the chain found.
   *
   * @param entries rows read
   * @param wrongAt place of the first row that is changed, missing or added, or {@code null}
   * @param problem what is wrong there, or {@code null}
   */
  public record Verification(long entries, @Nullable Long wrongAt, @Nullable String problem) {

    /** Whether no row was changed or taken out. */
    public boolean isWhole() {
      return problem == null;
    }
  }

  private static final String COLUMNS = "seq, at, who, action, what, why, records, previous, hash";

  private final InstantSource clock;

  /** Rows get their time from {@code clock}. */
  public Audit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Adds a row in the transaction of the act itself. Other writers of the audit wait until that
   * transaction ends: do it last.
   */
  public void append(
      Connection sql, String who, String action, String what, @Nullable String why, long records)
      throws SQLException {
    Head head = head(sql, " for update");
    AuditEntry entry =
        new AuditEntry(
            head.seq() + 1,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            who,
            action,
            what,
            why,
            records);
    byte[] hash = hash(head.hash(), entry);
    try (PreparedStatement insert =
        sql.prepareStatement("insert into audit (" + COLUMNS + ") values (?,?,?,?,?,?,?,?,?)")) {
      insert.setLong(1, entry.seq());
      insert.setObject(2, entry.at().atOffset(ZoneOffset.UTC));
      insert.setString(3, who);
      insert.setString(4, action);
      insert.setString(5, what);
      insert.setString(6, why);
      insert.setLong(7, records);
      insert.setBytes(8, head.hash());
      insert.setBytes(9, hash);
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        sql.prepareStatement("update audit_head set seq = ?, hash = ?")) {
      update.setLong(1, entry.seq());
      update.setBytes(2, hash);
      update.executeUpdate();
    }
  }

  /**
   * Which rows; {@code null} for any.
   *
   * @param who exactly
   * @param action exactly
   * @param from the earliest time
   * @param to the first time after
   */
  public record Filter(
      @Nullable String who, @Nullable String action, @Nullable Instant from, @Nullable Instant to) {

    /** Every row. */
    public static final Filter ALL = new Filter(null, null, null, null);
  }

  /** Rows before this place, the newest first. */
  public List<AuditEntry> page(Connection sql, @Nullable Long before, int limit)
      throws SQLException {
    return page(sql, Filter.ALL, before, limit);
  }

  /** As {@link #page(Connection, Long, int)}, of these rows. */
  public List<AuditEntry> page(Connection sql, Filter filter, @Nullable Long before, int limit)
      throws SQLException {
    List<AuditEntry> page = new ArrayList<>();
    try (PreparedStatement query =
        sql.prepareStatement(
            "select "
                + COLUMNS
                + """
                 from audit where seq < ?
                  and who = coalesce(?::text, who) and action = coalesce(?::text, action)
                  and at >= coalesce(?::timestamptz, '-infinity')
                  and at < coalesce(?::timestamptz, 'infinity')
                order by seq desc limit ?""")) {
      query.setLong(1, before == null ? Long.MAX_VALUE : before);
      query.setString(2, filter.who());
      query.setString(3, filter.action());
      query.setObject(4, at(filter.from()));
      query.setObject(5, at(filter.to()));
      query.setInt(6, limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          page.add(read(row));
        }
      }
    }
    return page;
  }

  /** Reads the whole chain and tells the first row at which it breaks. */
  public Verification verify(Connection sql) throws SQLException {
    Head end = head(sql, " for update");
    byte[] previous = new byte[32];
    long seq = 0;
    try (PreparedStatement query =
        sql.prepareStatement("select " + COLUMNS + " from audit order by seq")) {
      query.setFetchSize(1_000);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          seq++;
          AuditEntry entry = read(row);
          if (entry.seq() != seq) {
            return new Verification(seq - 1, seq, "the row of this place is missing");
          }
          if (!MessageDigest.isEqual(previous, row.getBytes(8))
              || !MessageDigest.isEqual(hash(previous, entry), row.getBytes(9))) {
            return new Verification(seq, seq, "the row of this place was changed");
          }
          previous = row.getBytes(9);
        }
      }
    }
    if (seq != end.seq()) {
      return new Verification(
          seq, Math.min(seq, end.seq()) + 1, "rows are missing or too many from this place on");
    }
    return MessageDigest.isEqual(previous, end.hash())
        ? new Verification(seq, null, null)
        : new Verification(seq, seq, "the last row was changed");
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private record Head(long seq, byte[] hash) {}

  private static Head head(Connection sql, String lock) throws SQLException {
    try (PreparedStatement query = sql.prepareStatement("select seq, hash from audit_head" + lock);
        ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        return new Head(0, new byte[32]);
      }
      return new Head(row.getLong(1), row.getBytes(2));
    }
  }

  private static AuditEntry read(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getLong(7));
  }

  /** Over each value with its length before it, so that no two rows read alike. */
  private static byte[] hash(byte[] previous, AuditEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(previous);
      out.writeLong(entry.seq());
      out.writeLong(entry.at().getEpochSecond());
      out.writeInt(entry.at().getNano());
      for (String text : new String[] {entry.who(), entry.action(), entry.what(), entry.why()}) {
        byte[] value = Objects.requireNonNullElse(text, "").getBytes(StandardCharsets.UTF_8);
        out.writeInt(text == null ? -1 : value.length);
        out.write(value);
      }
      out.writeLong(entry.records());
      return Digests.sha256(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
