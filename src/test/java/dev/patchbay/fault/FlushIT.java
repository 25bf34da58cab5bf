package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.db.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a commit that does not wait for the disk is worth, before and after a flush. */
class FlushIT {

  private static final int KILLS = 3;

  @Test
  void keepsWhatAFlushedTransactionSawWhateverHappensToTheServer() throws IOException {
    Optional<Path> programs = DebianPostgres.programs();
    assumeThat(programs).as("a PostgreSQL server under /usr/lib/postgresql").isPresent();
    try (DebianPostgres postgres = DebianPostgres.start(programs.orElseThrow())) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(postgres.url());
      Database database = new Database(source);
      // Nobody else is to write the log to disk meanwhile.
      always(source, "alter system set wal_writer_delay = '10s'");
      always(source, "alter system set bgwriter_lru_maxpages = 0");
      always(source, "select pg_reload_conf()");
      always(source, "create table kept (id int primary key)");

      List<Integer> flushed = new ArrayList<>();
      int lost = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        int early = 2 * kill;
        int late = early + 1;
        database.inUnflushedTransaction(connection -> insert(connection, early));
        if (database.inFlushedTransaction(FlushIT::rows).contains(early)) {
          flushed.add(early);
        }
        database.inUnflushedTransaction(connection -> insert(connection, late));
        postgres.killNine();
        postgres.start();
        lost += database.inTransaction(FlushIT::rows).contains(late) ? 0 : 1;
      }

      assertThat(flushed).hasSize(KILLS);
      assertThat(database.inTransaction(FlushIT::rows)).containsAll(flushed);
      assertThat(lost).as("taken back, without a flush").isPositive();
    }
  }

  private static int insert(Connection connection, int id) throws SQLException {
    try (Statement insert = connection.createStatement()) {
      return insert.executeUpdate("insert into kept values (" + id + ")");
    }
  }

  private static List<Integer> rows(Connection connection) throws SQLException {
    List<Integer> rows = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("select id from kept order by id")) {
      while (row.next()) {
        rows.add(row.getInt(1));
      }
    }
    return rows;
  }

  private static void always(PGSimpleDataSource source, String statement) {
    try (Connection connection = source.getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
