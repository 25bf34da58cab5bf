package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Looks into the tables, and waits for them. */
record Table(Database database) {

  long number(String sql) {
    return database.inTransaction(
        connection -> {
          try (var query = connection.prepareStatement(sql);
              var row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  List<String> texts(String sql) {
    return database.inTransaction(
        connection -> {
          List<String> found = new ArrayList<>();
          try (var query = connection.prepareStatement(sql);
              var rows = query.executeQuery()) {
            while (rows.next()) {
              found.add(rows.getString(1));
            }
          }
          return found;
        });
  }

  void execute(String sql) {
    database.inTransaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  long pending() {
    return number("select count(*) from delivery where state = 0");
  }

  void awaitPending(long count, Duration most) {
    await("pending deliveries to be " + count, most, () -> pending() == count);
  }

  static void await(String what, Duration most, BooleanSupplier condition) {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        assertThat(System.nanoTime()).as("Waiting for " + what).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
