package dev.patchbay.access;

import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Counts tries to sign in, for every hub that shares the database. A try counts as wrong before it
 * is looked at, so that a thousand at once are counted one after the other.
 */
public final class SignInTries {

  private static final Duration FORGOTTEN = Duration.ofHours(24);

  private final InstantSource clock;

  /** Tries by this clock. */
  public SignInTries(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * How many wrong tries are free, and how long the next ones must wait.
   *
   * @param free tries without a wait
   * @param first the first wait, doubled by each further try
   * @param longest the longest wait
   */
  public record Limit(int free, Duration first, Duration longest) {

    /** For one account. */
    public static final Limit ACCOUNT =
        new Limit(5, Duration.ofSeconds(30), Duration.ofMinutes(15));

    /** For one address, behind which an office may be. */
    public static final Limit ADDRESS =
        new Limit(20, Duration.ofSeconds(10), Duration.ofMinutes(15));

    /** The wait after this many wrong tries. */
    Duration after(int failures) {
      int beyond = failures - free;
      if (beyond < 0) {
        return Duration.ZERO;
      }
      Duration wait = first.multipliedBy(1L << Math.min(beyond, 20));
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }

  /** What tries are counted by. */
  public record Counted(byte[] key, Limit limit) {

    /** By what was typed as name, whether or not anyone has it. */
    public static Counted account(String typed) {
      return new Counted(Digests.sha256("account " + PersonNames.key(typed)), Limit.ACCOUNT);
    }

    /** By where they come from. */
    public static Counted address(String address) {
      return new Counted(Digests.sha256("address " + address), Limit.ADDRESS);
    }
  }

  /**
   * What came of a try.
   *
   * @param allowed whether the password may be looked at
   * @param opensAt when the next try may be, at the earliest
   * @param closes whether this one, if wrong, is the first after which one must wait
   */
  public record Verdict(boolean allowed, Instant opensAt, boolean closes) {}

  /** Counts a try by all of these, unless one of them must wait. */
  public Verdict take(Connection sql, List<Counted> by) throws SQLException {
    // The database keeps microseconds, and rounds up.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant opens = now;
    List<Counted> sorted =
        by.stream()
            .sorted(Comparator.comparing(one -> HexFormat.of().formatHex(one.key())))
            .toList();
    for (Counted one : sorted) {
      Instant until = lock(sql, one, now);
      opens = until.isAfter(opens) ? until : opens;
    }
    if (opens.isAfter(now)) {
      return new Verdict(false, opens, false);
    }
    boolean closes = false;
    for (Counted one : sorted) {
      int failures = count(sql, one, now);
      Instant until = now.plus(one.limit().after(failures));
      set(sql, one, until);
      closes |= failures == one.limit().free();
      opens = until.isAfter(opens) ? until : opens;
    }
    return new Verdict(true, opens, closes);
  }

  /** The password was right: the account's tries are forgotten, and this one at the address. */
  public void forgive(Connection sql, Counted account, Counted address) throws SQLException {
    forget(sql, account);
    try (PreparedStatement update =
        sql.prepareStatement("update sign_in_try set failures = failures - 1 where key = ?")) {
      update.setBytes(1, address.key());
      update.executeUpdate();
    }
  }

  /** Forgets the tries of one account, and those that are a day old. */
  public void forget(Connection sql, Counted account) throws SQLException {
    try (PreparedStatement delete = sql.prepareStatement("delete from sign_in_try where key = ?")) {
      delete.setBytes(1, account.key());
      delete.executeUpdate();
    }
  }

  /** Until when this one must wait; empty when it need not. */
  public Optional<Instant> waits(Connection sql, Counted by) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select opens_at from sign_in_try where key = ? and opens_at > ?")) {
      query.setBytes(1, by.key());
      query.setObject(2, at(clock.instant()));
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
            : Optional.empty();
      }
    }
  }

  /** Deletes what is a day old. */
  public void clear(Connection sql) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement(
            """
            delete from sign_in_try where key in (
              select key from sign_in_try where last_at <= ? for update skip locked)""")) {
      delete.setObject(1, at(clock.instant().minus(FORGOTTEN)));
      delete.executeUpdate();
    }
  }

  private static Instant lock(Connection sql, Counted one, Instant now) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into sign_in_try (key, failures, last_at, opens_at) values (?, 0, ?, ?)
            on conflict do nothing""")) {
      insert.setBytes(1, one.key());
      insert.setObject(2, at(now));
      insert.setObject(3, at(now));
      insert.executeUpdate();
    }
    try (PreparedStatement query =
        sql.prepareStatement("select opens_at from sign_in_try where key = ? for update")) {
      query.setBytes(1, one.key());
      try (ResultSet row = query.executeQuery()) {
        // Gone again: cleared meanwhile, so nothing waits.
        return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : now;
      }
    }
  }

  private static int count(Connection sql, Counted one, Instant now) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            insert into sign_in_try as t (key, failures, last_at, opens_at) values (?, 1, ?, ?)
            on conflict (key) do update set last_at = excluded.last_at,
              failures = case when t.last_at <= ? then 1 else greatest(t.failures, 0) + 1 end
            returning failures""")) {
      update.setBytes(1, one.key());
      update.setObject(2, at(now));
      update.setObject(3, at(now));
      update.setObject(4, at(now.minus(FORGOTTEN)));
      try (ResultSet row = update.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static void set(Connection sql, Counted one, Instant until) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update sign_in_try set opens_at = ? where key = ?")) {
      update.setObject(1, at(until));
      update.setBytes(2, one.key());
      update.executeUpdate();
    }
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
