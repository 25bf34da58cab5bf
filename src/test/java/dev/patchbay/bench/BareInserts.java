package dev.patchbay.bench;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.fault.FormTraffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The ceiling of the inbox: the same database, with the same settings, takes the same rows in
 * multi-row inserts from one writer, each committed before the next, and does nothing else.
 */
final class BareInserts implements AutoCloseable {

  private static final int BATCH = 256;

  private final OpenDatabase database;
  private long number;

  BareInserts(Path data) {
    this.database = DatabaseOpener.open(DatabaseSettings.embedded(data));
  }

  /** Rows a second. */
  double run(FormTraffic traffic, Duration length) {
    byte[][] bodies = new byte[BATCH][];
    for (int i = 0; i < BATCH; i++) {
      bodies[i] = traffic.body(i);
    }
    Database transactions = database.database();
    long begin = System.nanoTime();
    long rows = 0;
    while (System.nanoTime() - begin < length.toNanos()) {
      rows += transactions.inTransaction(connection -> insert(connection, bodies));
    }
    return rows * 1e9 / (System.nanoTime() - begin);
  }

  private int insert(Connection connection, byte[][] bodies) throws SQLException {
    byte[] hash = new byte[32];
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into message (id, connection, dedupe_key, vendor_id, body_sha256, body,
                                 content_type, headers, url, received_at, replica)
            values (?, 'form', ?, ?, ?, ?, 'application/json', '{}', '/hooks/form', ?, 1)""")) {
      for (byte[] body : bodies) {
        UUID id = new UUID(0x0190_0000_0000_7000L, ++number);
        insert.setObject(1, id);
        insert.setString(2, "id:" + id);
        insert.setString(3, id.toString());
        insert.setBytes(4, hash);
        insert.setBytes(5, body);
        insert.setObject(6, now);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return bodies.length;
  }

  @Override
  public void close() {
    database.close();
  }
}
