package dev.patchbay.access;

import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people who may sign in. */
public final class People {

  /** What a row of a person is read from, in this order. */
  static final String COLUMNS =
      "p.id, p.name, p.email, p.role, p.personal, p.correct, p.password is not null,"
          + " p.subject is not null, p.created_at, p.created_by, p.signed_in_at, p.disabled_at";

  /** How many {@link #COLUMNS} there are. */
  static final int WIDTH = 12;

  /** Held by whoever changes how many admins there are. */
  private static final long ADMINS = 0x7061746368626179L;

  private final InstantSource clock;
  private final Ids ids;

  /** People by this clock and with these ids. */
  public People(InstantSource clock, Ids ids) {
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What somebody may do.
   *
   * @param personal whether a viewer may see who people are
   * @param correct whether a viewer may correct leads
   */
  public record Rights(Role role, boolean personal, boolean correct) {

    /** Everything. */
    public static final Rights ADMIN = new Rights(Role.ADMIN, true, true);
  }

  /** Somebody's encoded password, and who they are. */
  public record Secret(Person person, @Nullable String password) {

    /** Tells no password. */
    @Override
    public String toString() {
      return "Secret[" + person + "]";
    }
  }

  /**
   * Adds somebody.
   *
   * @param name as {@link PersonNames#name} gives it
   * @param email as {@link PersonNames#email} gives it, or {@code null}
   * @return empty when the name or the address is somebody's
   */
  public Optional<Person> add(
      Connection sql, String name, @Nullable String email, Rights rights, String by)
      throws SQLException {
    if (isTokenName(sql, name)) {
      return Optional.empty();
    }
    UUID id = ids.next();
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into person (id, name, name_key, email, role, personal, correct, created_at,
              created_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""")) {
      insert.setObject(1, id);
      insert.setString(2, name);
      insert.setString(3, PersonNames.key(name));
      insert.setString(4, email);
      insert.setString(5, rights.role().word());
      insert.setBoolean(6, rights.personal());
      insert.setBoolean(7, rights.correct());
      insert.setObject(8, now());
      insert.setString(9, by);
      return insert.executeUpdate() == 1 ? find(sql, id) : Optional.empty();
    }
  }

  /** Somebody by id, or empty. */
  public Optional<Person> find(Connection sql, UUID id) throws SQLException {
    return one(sql, "p.id = ?", id).map(Secret::person);
  }

  /** As {@link #find}, with the password; others wait for this row until the transaction ends. */
  public Optional<Secret> lock(Connection sql, UUID id) throws SQLException {
    return one(sql, "p.id = ? for update", id);
  }

  /** Whoever signs in by what was typed, a name or an address; empty when nobody does. */
  public Optional<Secret> named(Connection sql, String typed) throws SQLException {
    String key = PersonNames.key(typed);
    return one(sql, key.indexOf('@') < 0 ? "p.name_key = ?" : "p.email = ?", key);
  }

  /** Whoever the issuer means by this subject, or empty. */
  public Optional<Person> ofIssuer(Connection sql, String issuer, String subject)
      throws SQLException {
    return one(sql, "p.issuer = ? and p.subject = ?", issuer, subject).map(Secret::person);
  }

  /** Everybody, by name. */
  public List<Person> list(Connection sql) throws SQLException {
    List<Person> people = new ArrayList<>();
    try (PreparedStatement query =
            sql.prepareStatement("select " + COLUMNS + " from person p order by p.name_key");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        people.add(read(row));
      }
    }
    return people;
  }

  /** Whether an admin can sign in. Until the transaction ends nobody else changes that. */
  public boolean hasAdmin(Connection sql) throws SQLException {
    try (PreparedStatement lock = sql.prepareStatement("select pg_advisory_xact_lock(?)")) {
      lock.setLong(1, ADMINS);
      lock.execute();
    }
    try (PreparedStatement query =
            sql.prepareStatement(
                """
                select exists (select 1 from person where role = 'admin' and disabled_at is null
                  and (password is not null or subject is not null))""");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Gives other rights; whoever is signed in has them at once. */
  public void setRights(Connection sql, UUID id, Rights rights) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            "update person set role = ?, personal = ?, correct = ? where id = ?")) {
      update.setString(1, rights.role().word());
      update.setBoolean(2, rights.personal());
      update.setBoolean(3, rights.correct());
      update.setObject(4, id);
      update.executeUpdate();
    }
  }

  /** Lets somebody sign in no more, or again. */
  public void setDisabled(Connection sql, UUID id, boolean disabled) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update person set disabled_at = ? where id = ?")) {
      update.setObject(1, disabled ? now() : null);
      update.setObject(2, id);
      update.executeUpdate();
    }
  }

  /** Keeps an encoded password. */
  public void setPassword(Connection sql, UUID id, String encoded) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update person set password = ? where id = ?")) {
      update.setString(1, encoded);
      update.setObject(2, id);
      update.executeUpdate();
    }
  }

  /**
   * Gives somebody another name.
   *
   * @return false when it is another's
   */
  public boolean rename(Connection sql, UUID id, String name) throws SQLException {
    if (isTokenName(sql, name)) {
      return false;
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update person set name = ?, name_key = ? where id = ?
              and not exists (select 1 from person where name_key = ? and id <> ?)""")) {
      update.setString(1, name);
      update.setString(2, PersonNames.key(name));
      update.setObject(3, id);
      update.setString(4, PersonNames.key(name));
      update.setObject(5, id);
      return update.executeUpdate() == 1;
    }
  }

  /** Notes whom the issuer means by this subject. */
  public void setSubject(Connection sql, UUID id, String issuer, String subject)
      throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update person set issuer = ?, subject = ? where id = ?")) {
      update.setString(1, issuer);
      update.setString(2, subject);
      update.setObject(3, id);
      update.executeUpdate();
    }
  }

  /** Reads a person from a row that begins with {@link #COLUMNS}. */
  static Person read(ResultSet row) throws SQLException {
    OffsetDateTime signedIn = row.getObject(11, OffsetDateTime.class);
    OffsetDateTime disabled = row.getObject(12, OffsetDateTime.class);
    return new Person(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        Role.of(row.getString(4)).orElseThrow(),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getString(10),
        signedIn == null ? null : signedIn.toInstant(),
        disabled == null ? null : disabled.toInstant());
  }

  private static Optional<Secret> one(Connection sql, String where, Object... values)
      throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select " + COLUMNS + ", p.password from person p where " + where)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Secret(read(row), row.getString(WIDTH + 1)))
            : Optional.empty();
      }
    }
  }

  /** The audit must not take a person for a token. */
  private static boolean isTokenName(Connection sql, String name) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select 1 from api_token where lower(name) = lower(?)")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private OffsetDateTime now() {
    Instant now = clock.instant();
    return now.atOffset(ZoneOffset.UTC);
  }
}
