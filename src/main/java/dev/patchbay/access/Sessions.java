package dev.patchbay.access;

import dev.patchbay.event.Ids;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, in the database: every hub that shares it knows them, and a restart forgets
 * nobody. Each is known by the hash of a text that only its browser has.
 */
public final class Sessions {

  /** How long a browser may ask for nothing. */
  public static final Duration IDLE = Duration.ofHours(12);

  /** How long anyone stays signed in. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /** How many browsers of one person; the one unused for longest makes room. */
  public static final int MOST = 5;

  private static final Duration NOTED = Duration.ofMinutes(1);

  private static final String ALIVE = "s.begun_at > ? and s.seen_at > ?";

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ids ids;

  /**
   * Sessions made of this chance.
   *
   * @param random must be unpredictable, such as a {@code SecureRandom}
   */
  public Sessions(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.ids = new Ids(clock, random);
  }

  /** A person and the session they asked by. */
  public record SignedIn(Person person, Session session) {}

  /**
   * Signs somebody in.
   *
   * @param browser what kind it is, in two words
   * @return what its cookie is to hold, which can never be told again
   */
  public String begin(Connection sql, UUID person, String browser) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update person set signed_in_at = ? where id = ?")) {
      // Of the same person, one at a time: else six browsers could be in at once.
      update.setObject(1, at(clock.instant()));
      update.setObject(2, person);
      update.executeUpdate();
    }
    makeRoom(sql, person);
    String secret = SecretCode.of(random);
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into session (id, sha256, person, begun_at, seen_at, browser)
            values (?, ?, ?, ?, ?, ?)""")) {
      insert.setObject(1, ids.next());
      insert.setBytes(2, Digests.sha256(secret));
      insert.setObject(3, person);
      insert.setObject(4, at(clock.instant()));
      insert.setObject(5, at(clock.instant()));
      insert.setString(6, browser);
      insert.executeUpdate();
    }
    return secret;
  }

  /**
   * Who asks with this cookie; empty when nobody is signed in by it any more.
   *
   * @param used whether a person asked for something, and not a page by itself
   */
  public Optional<SignedIn> find(Connection sql, String secret, boolean used) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            "select "
                + People.COLUMNS
                + ", s.id, s.begun_at, s.seen_at, s.browser"
                + " from session s join person p on p.id = s.person"
                + " where s.sha256 = ? and p.disabled_at is null and "
                + ALIVE)) {
      query.setBytes(1, Digests.sha256(secret));
      bindAlive(query, 2);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        SignedIn found = new SignedIn(People.read(row), read(row, People.WIDTH));
        if (used && found.session().seenAt().plus(NOTED).isBefore(clock.instant())) {
          note(sql, found.session().id());
        }
        return Optional.of(found);
      }
    }
  }

  /** Where somebody is signed in, the last used first. */
  public List<Session> of(Connection sql, UUID person) throws SQLException {
    List<Session> sessions = new ArrayList<>();
    try (PreparedStatement query =
        sql.prepareStatement(
            "select s.id, s.begun_at, s.seen_at, s.browser from session s where s.person = ? and "
                + ALIVE
                + " order by s.seen_at desc, s.id desc")) {
      query.setObject(1, person);
      bindAlive(query, 2);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sessions.add(read(row, 0));
        }
      }
    }
    return sessions;
  }

  /** Ends one session of a person; 0 when it is none of theirs. */
  public int end(Connection sql, UUID person, UUID session) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement("delete from session where person = ? and id = ?")) {
      delete.setObject(1, person);
      delete.setObject(2, session);
      return delete.executeUpdate();
    }
  }

  /**
   * Ends all sessions of a person.
   *
   * @param but the one that stays, or {@code null}
   * @return how many ended
   */
  public int endAll(Connection sql, UUID person, @Nullable UUID but) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement("delete from session where person = ? and id is distinct from ?")) {
      delete.setObject(1, person);
      delete.setObject(2, but);
      return delete.executeUpdate();
    }
  }

  private void makeRoom(Connection sql, UUID person) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement(
            """
            delete from session where begun_at <= ? or seen_at <= ? or id in (
              select id from session where person = ? order by seen_at desc, id desc
              offset ?)""")) {
      bindAlive(delete, 1);
      delete.setObject(3, person);
      delete.setInt(4, MOST - 1);
      delete.executeUpdate();
    }
  }

  private void note(Connection sql, UUID session) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update session set seen_at = ? where id = ?")) {
      update.setObject(1, at(clock.instant()));
      update.setObject(2, session);
      update.executeUpdate();
    }
  }

  private void bindAlive(PreparedStatement statement, int place) throws SQLException {
    Instant now = clock.instant();
    statement.setObject(place, at(now.minus(LONGEST)));
    statement.setObject(place + 1, at(now.minus(IDLE)));
  }

  private static Session read(ResultSet row, int before) throws SQLException {
    return new Session(
        row.getObject(before + 1, UUID.class),
        row.getObject(before + 2, OffsetDateTime.class).toInstant(),
        row.getObject(before + 3, OffsetDateTime.class).toInstant(),
        row.getString(before + 4));
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
