package dev.patchbay.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.Changes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories of hubs that take, claim, settle, cancel, replay and die, on the real tables.
 * {@code -Dpatchbay.histories=10000} for more of them.
 */
class DeliveryHistoriesIT {

  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
  private static final int STEPS = 40;

  /** What one hub believes to hold; goes on believing after its lane was taken. */
  private static final class Hub {
    final long replica;
    long token;
    final Map<UUID, Delivery> held = new LinkedHashMap<>();

    Hub(long replica) {
      this.replica = replica;
    }
  }

  private record Row(
      UUID id, long seq, UUID customer, int state, int attempts, @Nullable Long claimedBy) {}

  private final Outbox outbox = new Outbox(new Ids(Clock.systemUTC(), new Random(1)));

  @Test
  void holdsTheLawsOfDeliveryInAnyHistory() {
    try (TestDatabase test = TestDatabase.create()) {
      int histories = Integer.getInteger("patchbay.histories", 1_000);
      for (int seed = 0; seed < histories; seed++) {
        if (seed % 50 == 0) {
          forget(test.database());
        }
        new History(test.database(), seed).run();
      }
    }
  }

  /** Histories share no rows; without those of earlier ones each is checked faster. */
  private static void forget(Database database) {
    database.inTransaction(
        connection ->
            connection.createStatement().execute("truncate delivery, attempt, lane, replica"));
  }

  private final class History {
    private final Database database;
    private final String destination;
    private final Random random;
    private final List<UUID> customers =
        List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    private final List<Hub> living = new ArrayList<>();
    private final List<Hub> all = new ArrayList<>();
    private Map<UUID, Row> before = Map.of();
    private int enqueued;

    History(Database database, int seed) {
      this.database = database;
      this.destination = "history-" + seed;
      this.random = new Random(seed);
    }

    void run() {
      database.inTransaction(
          connection -> {
            join(connection);
            join(connection);
            return 0;
          });
      for (int step = 0; step < STEPS; step++) {
        String done = database.inTransaction(this::step);
        Map<UUID, Row> after = database.inTransaction(this::rows);
        check(destination + ", step " + step + ", " + done, after);
        before = after;
      }
    }

    private String step(Connection connection) throws SQLException {
      Hub hub = living.get(random.nextInt(living.size()));
      switch (random.nextInt(9)) {
        case 0 -> {
          return take(connection, hub);
        }
        case 1, 2 -> {
          return enqueue(connection, hub);
        }
        case 3 -> {
          return claim(connection, hub);
        }
        case 4, 5, 6 -> {
          return settle(connection, all.get(random.nextInt(all.size())));
        }
        case 7 -> {
          Optional<UUID> one = anyRow();
          if (one.isPresent() && random.nextBoolean()) {
            Replay.cancel(connection, List.of(one.get()), "test");
            return "cancel";
          }
          Replay.replay(connection, Replay.Selection.of(destination));
          return "replay";
        }
        default -> {
          if (random.nextInt(3) > 0) {
            return "rest";
          }
          living.remove(hub);
          execute(connection, "delete from replica where id = " + hub.replica);
          join(connection);
          return "die";
        }
      }
    }

    private void join(Connection connection) throws SQLException {
      try (var insert =
              connection.prepareStatement(
                  "insert into replica (name, heartbeat_at) values ('test', clock_timestamp() +"
                      + " interval '1 day') returning id");
          var row = insert.executeQuery()) {
        row.next();
        Hub hub = new Hub(row.getLong(1));
        living.add(hub);
        all.add(hub);
      }
    }

    private String take(Connection connection, Hub hub) throws SQLException {
      Optional<Lease> lease = Leases.take(connection, destination, hub.replica);
      boolean free = living.stream().noneMatch(other -> other != hub && owns(connection, other));
      assertThat(lease.isPresent()).as("one owner at a time").isEqualTo(free);
      if (lease.isPresent()) {
        assertThat(lease.get().token()).isGreaterThan(highestToken());
        hub.token = lease.get().token();
        hub.held.clear();
      }
      return "take";
    }

    private String enqueue(Connection connection, Hub hub) throws SQLException {
      List<NewDelivery> rows = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        rows.add(
            new NewDelivery(
                UUID.randomUUID(),
                customers.get(random.nextInt(customers.size())),
                destination,
                "form",
                "flow",
                null,
                NOW));
      }
      Claim claim = new Claim(hub.token, 0, false);
      boolean owner = hub.token > 0 && owns(connection, hub);
      List<Delivery> done =
          outbox.enqueue(connection, rows, name -> owner ? Optional.of(claim) : Optional.empty());
      enqueued += done.size();
      done.stream()
          .filter(delivery -> delivery.claim() != null)
          .forEach(delivery -> hub.held.put(delivery.id(), delivery));
      return "enqueue";
    }

    private String claim(Connection connection, Hub hub) throws SQLException {
      if (Leases.hold(connection, destination, hub.replica, hub.token).isEmpty()) {
        return "lost";
      }
      List<Delivery> claimed =
          Claims.claim(connection, destination, hub.token, List.of(), false, 1 + random.nextInt(4));
      for (Delivery delivery : claimed) {
        assertThat(hub.held).as("nothing is claimed twice").doesNotContainKey(delivery.id());
        hub.held.put(delivery.id(), delivery);
      }
      return "claim";
    }

    private String settle(Connection connection, Hub hub) throws SQLException {
      if (hub.held.isEmpty()) {
        return "idle";
      }
      List<Delivery> held = List.copyOf(hub.held.values());
      Delivery delivery = held.get(random.nextInt(held.size()));
      boolean owner = owns(connection, hub);
      boolean pending = before.get(delivery.id()).state() == 0;
      DeliveryState state =
          List.of(DeliveryState.PENDING, DeliveryState.DELIVERED, DeliveryState.DEAD)
              .get(random.nextInt(3));
      boolean release = random.nextBoolean();
      Settlement settlement =
          new Settlement(
              delivery.id(),
              destination,
              hub.token,
              before.get(delivery.id()).attempts() + 1,
              state,
              "retry",
              500,
              "vendor-down",
              "The destination answered 500.",
              null,
              NOW,
              NOW,
              Duration.ofMillis(random.nextInt(5)),
              release,
              List.of(),
              false,
              false);
      boolean claimed = hub.token == claimedBy(delivery.id());
      Set<UUID> written =
          new Settlements(Changes::of).write(connection, hub.replica, List.of(settlement));
      assertThat(written.contains(delivery.id()))
          .as("only the owner writes, and only what is pending and claimed")
          .isEqualTo(owner && pending && claimed);
      if (state != DeliveryState.PENDING || release || written.isEmpty()) {
        hub.held.remove(delivery.id());
      }
      return "settle";
    }

    private void check(String when, Map<UUID, Row> after) {
      assertThat(after).as(when + ": nothing is lost").hasSize(enqueued);
      before.forEach(
          (id, row) -> {
            Row now = after.get(id);
            assertThat(now.attempts()).as(when).isGreaterThanOrEqualTo(row.attempts());
            if (row.state() == 1 || row.state() == 3) {
              assertThat(now).as(when + ": what is final stays").isEqualTo(row);
            }
          });
      for (Row row : after.values()) {
        Row was = before.get(row.id());
        boolean nowClaimed =
            row.state() == 0 && row.claimedBy() != null && row.claimedBy() == highestToken();
        boolean wasClaimed =
            was != null && was.claimedBy() != null && was.claimedBy().equals(row.claimedBy());
        if (nowClaimed && !wasClaimed) {
          assertThat(after.values())
              .as(when + ": no earlier one of the customer that may go is left behind")
              .noneMatch(
                  earlier ->
                      earlier.customer().equals(row.customer())
                          && earlier.seq() < row.seq()
                          && earlier.state() == 0
                          && !row.claimedBy().equals(earlier.claimedBy()));
        }
      }
      long noted =
          database.inTransaction(
              connection ->
                  number(
                      connection,
                      "select count(*) from attempt a join delivery d on d.id = a.delivery where"
                          + " d.destination = '"
                          + destination
                          + "'"));
      assertThat(noted)
          .as(when + ": each attempt is noted")
          .isEqualTo(after.values().stream().mapToLong(Row::attempts).sum());
    }

    private long claimedBy(UUID id) {
      Long token = before.get(id).claimedBy();
      return token == null ? -1 : token;
    }

    private long highestToken() {
      return all.stream().mapToLong(hub -> hub.token).max().orElse(0);
    }

    private Optional<UUID> anyRow() {
      List<UUID> ids = List.copyOf(before.keySet());
      return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private boolean owns(Connection connection, Hub hub) {
      try {
        return number(
                connection,
                "select count(*) from lane where destination = '"
                    + destination
                    + "' and replica = "
                    + hub.replica
                    + (hub.token == 0 ? "" : " and token = " + hub.token))
            == 1;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private Map<UUID, Row> rows(Connection connection) throws SQLException {
      Map<UUID, Row> found = new LinkedHashMap<>();
      try (var query =
          connection.prepareStatement(
              "select id, seq, customer, state, attempts, claimed_by from delivery where"
                  + " destination = ? order by seq")) {
        query.setString(1, destination);
        try (var row = query.executeQuery()) {
          while (row.next()) {
            UUID id = row.getObject(1, UUID.class);
            long token = row.getLong(6);
            Long claimedBy = row.wasNull() ? null : token;
            found.put(
                id,
                new Row(
                    id,
                    row.getLong(2),
                    row.getObject(3, UUID.class),
                    row.getInt(4),
                    row.getInt(5),
                    claimedBy));
          }
        }
      }
      return found;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var query = connection.prepareStatement(sql);
        var row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
