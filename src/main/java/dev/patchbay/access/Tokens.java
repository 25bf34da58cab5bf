package dev.patchbay.access;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Ids;
import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Tokens of the API: made here, told once, kept as their hash. */
public final class Tokens {

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ids ids;

  /**
   * Tokens made of this chance.
   *
   * @param random must be unpredictable, such as a {@code SecureRandom}
   */
  public Tokens(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.ids = new Ids(clock, random);
  }

  /**
   * Makes a token.
   *
   * @param by who makes it
   * @return its text, which can never be told again; empty when a token of that name is in force,
   *     or a person has that name
   */
  public Optional<String> create(Connection sql, String name, Set<Scope> scopes, String by)
      throws SQLException {
    String token = "pb_" + SecretCode.of(random);
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into api_token (id, name, sha256, scopes, created_at, created_by)
            select ?, ?, ?, ?, ?, ? where not exists (select 1 from person where name_key = ?)
            on conflict do nothing""")) {
      insert.setObject(1, ids.next());
      insert.setString(2, name);
      insert.setBytes(3, Digests.sha256(token));
      insert.setArray(
          4, SqlArrays.of(sql, "text", scopes.stream().sorted().map(Scope::word).toArray()));
      insert.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
      insert.setString(6, by);
      insert.setString(7, PersonNames.key(name));
      return insert.executeUpdate() == 1 ? Optional.of(token) : Optional.empty();
    }
  }

  /** Who holds this token, or empty when no such token is in force. */
  public Optional<Caller> find(Connection sql, String token) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            "select name, scopes from api_token where sha256 = ? and revoked_at is null")) {
      query.setBytes(1, Digests.sha256(token));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : (String[]) row.getArray(2).getArray()) {
          Scope.of(word).ifPresent(scopes::add);
        }
        return Optional.of(new Caller(row.getString(1), scopes));
      }
    }
  }

  /** All tokens, the newest first. */
  public List<Token> list(Connection sql) throws SQLException {
    List<Token> tokens = new ArrayList<>();
    try (PreparedStatement query =
            sql.prepareStatement(
                """
                select id, name, scopes, created_at, created_by, revoked_at
                from api_token order by created_at desc, id desc""");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        OffsetDateTime revoked = row.getObject(6, OffsetDateTime.class);
        tokens.add(
            new Token(
                row.getObject(1, java.util.UUID.class),
                row.getString(2),
                List.of((String[]) row.getArray(3).getArray()),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                revoked == null ? null : revoked.toInstant()));
      }
    }
    return tokens;
  }

  /** A token by id, or empty. */
  public Optional<Token> find(Connection sql, java.util.UUID id) throws SQLException {
    return list(sql).stream().filter(token -> token.id().equals(id)).findFirst();
  }

  /** Ends a token; false when no such token is in force. */
  public boolean revoke(Connection sql, String name) throws SQLException {
    Instant now = clock.instant();
    try (PreparedStatement update =
        sql.prepareStatement(
            "update api_token set revoked_at = ? where name = ? and revoked_at is null")) {
      update.setObject(1, now.atOffset(ZoneOffset.UTC));
      update.setString(2, name);
      return update.executeUpdate() == 1;
    }
  }
}
