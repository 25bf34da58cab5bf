package dev.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessIT {

  private final TestDatabase test = TestDatabase.create();
  private final Clock clock = Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);
  private final Tokens tokens = new Tokens(clock, new Random(7));
  private final Audit audit = new Audit(clock);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aTokenOpensWhatItsScopesSayUntilItIsRevoked() {
    String token = create("office", Set.of(Scope.READ, Scope.CORRECT)).orElseThrow();

    Caller caller = find(token).orElseThrow();
    assertThat(caller.name()).isEqualTo("office");
    assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.CORRECT);
    assertThat(find(token + "x")).isEmpty();
    assertThat(create("office", Set.of(Scope.READ))).as("a name in force").isEmpty();

    assertThat(test.database().<Boolean>inTransaction(sql -> tokens.revoke(sql, "office")))
        .isTrue();
    assertThat(find(token)).isEmpty();
    assertThat(create("office", Set.of(Scope.READ))).as("a name that is free again").isPresent();
  }

  @Test
  void theDatabaseDoesNotHoldTheToken() {
    String token = create("office", Scope.all()).orElseThrow();
    String rows =
        test.database()
            .inTransaction(
                sql -> {
                  try (PreparedStatement query =
                          sql.prepareStatement(
                              "select string_agg(api_token::text, ' ') from api_token");
                      var row = query.executeQuery()) {
                    row.next();
                    return row.getString(1);
                  }
                });
    assertThat(rows).contains("office").doesNotContain(token).doesNotContain(token.substring(3));
  }

  @Test
  void theChainIsWholeAndListsTheNewestFirst() {
    fill(20);
    assertThat(verify().isWhole()).isTrue();
    assertThat(verify().entries()).isEqualTo(20);
    List<AuditEntry> page = test.database().inTransaction(sql -> audit.page(sql, 11L, 3));
    assertThat(page).extracting(AuditEntry::seq).containsExactly(10L, 9L, 8L);
  }

  @Test
  void verifyFindsAnyOneRowThatIsChangedOrTakenOut() {
    for (String harm :
        List.of(
            "update audit set who = 'nobody' where seq = 7",
            "update audit set records = records + 1 where seq = 7",
            "update audit set why = '' where seq = 7",
            "update audit set at = at + interval '1 second' where seq = 7",
            "delete from audit where seq = 7",
            "delete from audit where seq = 1",
            "delete from audit where seq = 20",
            "update audit set who = 'nobody' where seq = 20",
            "update audit set seq = 21 where seq = 20",
            "delete from audit")) {
      try (TestDatabase other = TestDatabase.create()) {
        other
            .database()
            .inTransaction(
                sql -> {
                  for (int i = 0; i < 20; i++) {
                    audit.append(sql, "office", "view", "/api/v1/leads", null, i);
                  }
                  try (PreparedStatement update = sql.prepareStatement(harm)) {
                    assertThat(update.executeUpdate()).isPositive();
                  }
                  assertThat(audit.verify(sql).isWhole()).as(harm).isFalse();
                  return true;
                });
      }
    }
  }

  @Test
  void writersAtTheSameTimeMakeOneChain() throws InterruptedException {
    Thread[] writers = new Thread[4];
    for (int i = 0; i < writers.length; i++) {
      writers[i] = new Thread(() -> fill(10));
      writers[i].start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(verify().isWhole()).isTrue();
    assertThat(verify().entries()).isEqualTo(40);
  }

  private void fill(int rows) {
    for (int i = 0; i < rows; i++) {
      int records = i;
      test.database()
          .inTransaction(
              sql -> {
                audit.append(sql, "office", "view", "/api/v1/leads", null, records);
                return true;
              });
    }
  }

  private Audit.Verification verify() {
    return test.database().inTransaction(audit::verify);
  }

  private Optional<String> create(String name, Set<Scope> scopes) {
    return test.database().inTransaction(sql -> tokens.create(sql, name, scopes, "a test"));
  }

  private Optional<Caller> find(String token) {
    return test.database().inTransaction((Connection sql) -> find(sql, token));
  }

  private Optional<Caller> find(Connection sql, String token) throws SQLException {
    return tokens.find(sql, token);
  }
}
