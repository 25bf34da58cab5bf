package dev.patchbay.access;

import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Links by which people choose a password, once: told when made, kept as their hash. */
public final class WelcomeLinks {

  /** How long a link is good. */
  public static final Duration GOOD_FOR = Duration.ofHours(24);

  /** Where a link leads: its code follows. */
  public static final String PATH = "/app/welcome/";

  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * Links made of this chance.
   *
   * @param random must be unpredictable, such as a {@code SecureRandom}
   */
  public WelcomeLinks(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * A link that is good now.
   *
   * @param person whose password it sets, or {@code null} where it makes an admin
   */
  public record Link(@Nullable UUID person, String madeBy) {}

  /**
   * Makes a link; earlier ones of the same person end.
   *
   * @param person whose password it sets, or {@code null} to make an admin of whoever opens it
   * @return its code, which can never be told again
   */
  public String make(Connection sql, @Nullable UUID person, String by) throws SQLException {
    OffsetDateTime now = now();
    try (PreparedStatement delete =
        sql.prepareStatement("delete from welcome_link where person = ? or ends_at <= ?")) {
      delete.setObject(1, person);
      delete.setObject(2, now);
      delete.executeUpdate();
    }
    String code = SecretCode.of(random);
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into welcome_link (sha256, person, made_at, made_by, ends_at)
            values (?, ?, ?, ?, ?)""")) {
      insert.setBytes(1, Digests.sha256(code));
      insert.setObject(2, person);
      insert.setObject(3, now);
      insert.setString(4, by);
      insert.setObject(5, now.plus(GOOD_FOR));
      insert.executeUpdate();
    }
    return code;
  }

  /** What a code is good for; empty when it is forged, used or too old. */
  public Optional<Link> find(Connection sql, String code) throws SQLException {
    return link(
        sql, "select person, made_by from welcome_link where sha256 = ? and ends_at > ?", code);
  }

  /** As {@link #find}, and ends the link: of several that use it at once, one does. */
  public Optional<Link> use(Connection sql, String code) throws SQLException {
    return link(
        sql,
        "delete from welcome_link where sha256 = ? and ends_at > ? returning person, made_by",
        code);
  }

  /** Ends the links that make an admin of whoever opens them. */
  public void endOpenOnes(Connection sql) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement("delete from welcome_link where person is null")) {
      delete.executeUpdate();
    }
  }

  /** Ends the links of a person. */
  public void endOf(Connection sql, UUID person) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement("delete from welcome_link where person = ?")) {
      delete.setObject(1, person);
      delete.executeUpdate();
    }
  }

  private Optional<Link> link(Connection sql, String statement, String code) throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(statement)) {
      query.setBytes(1, Digests.sha256(code));
      query.setObject(2, now());
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Link(row.getObject(1, UUID.class), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
