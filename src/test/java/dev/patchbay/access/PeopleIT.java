package dev.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.access.People.Rights;
import dev.patchbay.access.SignInTries.Counted;
import dev.patchbay.access.SignInTries.Verdict;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeopleIT {

  private final TestDatabase test = TestDatabase.create();
  private final SecureRandom random = new SecureRandom();
  private Instant now = Instant.parse("2026-03-02T10:00:00.123456789Z");
  private final People people = new People(() -> now, new Ids(() -> now, random));
  private final Sessions sessions = new Sessions(() -> now, random);
  private final WelcomeLinks links = new WelcomeLinks(() -> now, random);
  private final SignInTries tries = new SignInTries(() -> now);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void nobodyHasAnothersNameOrAddressHoweverItIsWritten() {
    assertThat(add("Ana Díaz", "ana@example.com")).isPresent();
    assertThat(add("ANA DÍAZ", null)).isEmpty();
    assertThat(add("Ana Di\u0301az", null)).as("composed otherwise").isEmpty();
    assertThat(add("Other", "ana@example.com")).isEmpty();
    Optional<String> token =
        in(sql -> new Tokens(() -> now, random).create(sql, "office", Set.of(Scope.READ), "test"));
    assertThat(token).isPresent();
    assertThat(add("Office", null)).as("the audit must not mix people and tokens").isEmpty();
    assertThat(
            maybe(
                sql ->
                    new Tokens(() -> now, random)
                        .create(sql, "ana díaz", Set.of(Scope.READ), "test")))
        .isEmpty();
    assertThat(maybe(sql -> people.named(sql, " ana  DÍAZ "))).isPresent();
    assertThat(maybe(sql -> people.named(sql, "ANA@example.com"))).isPresent();
    assertThat(maybe(sql -> people.named(sql, "ana"))).isEmpty();
  }

  @Test
  void aLinkIsGoodOnceForADay() {
    UUID ana = add("Ana", null).orElseThrow().id();
    String first = in(sql -> links.make(sql, ana, "test"));
    String code = in(sql -> links.make(sql, ana, "test"));
    assertThat(maybe(sql -> links.find(sql, first))).as("replaced").isEmpty();
    assertThat(maybe(sql -> links.find(sql, code + "x"))).isEmpty();
    assertThat(maybe(sql -> links.find(sql, ""))).isEmpty();
    assertThat(maybe(sql -> links.find(sql, code)).orElseThrow().person()).isEqualTo(ana);
    now = now.plus(Duration.ofHours(24));
    assertThat(maybe(sql -> links.find(sql, code))).as("a day later").isEmpty();
    now = now.minusSeconds(1);
    assertThat(maybe(sql -> links.use(sql, code))).isPresent();
    assertThat(maybe(sql -> links.use(sql, code))).as("used").isEmpty();
  }

  @Test
  void aSessionEndsByIdlenessByAgeAndAtOnceWithItsPerson() {
    UUID ana = add("Ana", null).orElseThrow().id();
    String cookie = in(sql -> sessions.begin(sql, ana, "a browser"));
    assertThat(isIn(cookie)).isTrue();
    assertThat(isIn(cookie + "x")).isFalse();
    now = now.plus(Sessions.IDLE);
    assertThat(isIn(cookie)).as("idle").isFalse();

    String used = in(sql -> sessions.begin(sql, ana, "a browser"));
    Instant begun = now;
    while (now.isBefore(begun.plus(Sessions.LONGEST).minus(Duration.ofHours(6)))) {
      now = now.plus(Duration.ofHours(6));
      assertThat(isIn(used)).as("used at %s", now).isTrue();
    }
    now = now.plus(Duration.ofHours(6));
    assertThat(isIn(used)).as("seven days old").isFalse();

    String polled = in(sql -> sessions.begin(sql, ana, "a browser"));
    for (int i = 0; i < 11; i++) {
      now = now.plus(Duration.ofHours(1));
      assertThat(maybe(sql -> sessions.find(sql, polled, false))).isPresent();
    }
    now = now.plus(Duration.ofHours(1));
    assertThat(isIn(polled)).as("a page that refreshes itself is no use of it").isFalse();

    String other = in(sql -> sessions.begin(sql, ana, "a browser"));
    in(
        sql -> {
          people.setDisabled(sql, ana, true);
          return true;
        });
    assertThat(isIn(other)).as("disabled").isFalse();
  }

  @Test
  void theOldestOfSixSessionsEndsAndOthersAreLeftAlone() {
    UUID ana = add("Ana", null).orElseThrow().id();
    UUID bob = add("Bob", null).orElseThrow().id();
    String others = in(sql -> sessions.begin(sql, bob, "a browser"));
    List<String> cookies = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      now = now.plusSeconds(61);
      cookies.add(in(sql -> sessions.begin(sql, ana, "a browser")));
    }
    assertThat(isIn(cookies.get(0))).isFalse();
    for (String cookie : cookies.subList(1, 6)) {
      assertThat(isIn(cookie)).isTrue();
    }
    assertThat(all(sql -> sessions.of(sql, ana))).hasSize(5);
    UUID kept = in(sql -> sessions.find(sql, cookies.get(3), true)).orElseThrow().session().id();
    assertThat(number(sql -> sessions.end(sql, bob, kept))).as("another's").isZero();
    assertThat(number(sql -> sessions.endAll(sql, ana, kept))).isEqualTo(4);
    assertThat(isIn(cookies.get(3))).isTrue();
    assertThat(isIn(others)).isTrue();
  }

  @Test
  void sixBrowsersAtOnceAreNotAllSignedIn() throws InterruptedException {
    UUID ana = add("Ana", null).orElseThrow().id();
    together(12, () -> in(sql -> sessions.begin(sql, ana, "a browser")));
    assertThat(all(sql -> sessions.of(sql, ana))).hasSize(Sessions.MOST);
  }

  @Test
  void theDatabaseHoldsNoCookieAndNoCode() {
    UUID ana = add("Ana", null).orElseThrow().id();
    String cookie = in(sql -> sessions.begin(sql, ana, "a browser"));
    String code = in(sql -> links.make(sql, ana, "test"));
    String rows =
        in(
            sql -> {
              try (PreparedStatement query =
                      sql.prepareStatement(
                          """
                          select (select string_agg(session::text, ' ') from session)
                            || (select string_agg(welcome_link::text, ' ') from welcome_link)""");
                  var row = query.executeQuery()) {
                row.next();
                return row.getString(1);
              }
            });
    assertThat(rows).contains(ana.toString()).doesNotContain(cookie).doesNotContain(code);
  }

  @Test
  void triesOfAnAccountWaitLongerAndLonger() {
    Counted account = Counted.account("ana");
    for (int i = 1; i <= 5; i++) {
      Verdict free = take(account, Counted.address("192.0.2." + i));
      assertThat(free.allowed()).isTrue();
      assertThat(free.closes()).isEqualTo(i == 5);
    }
    Duration before = Duration.ZERO;
    for (int i = 6; i < 20; i++) {
      Verdict waits = take(account, Counted.address("192.0.2." + i));
      assertThat(waits.allowed()).as("try %d", i).isFalse();
      Duration wait = Duration.between(now, waits.opensAt());
      assertThat(wait).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofMinutes(15));
      before = wait;
      now = now.plus(wait).minusSeconds(1);
      assertThat(take(account, Counted.address("192.0.2." + i)).allowed()).isFalse();
      now = now.plusSeconds(1);
      assertThat(take(account, Counted.address("192.0.2." + i)).allowed()).isTrue();
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(15));
    assertThat(take(Counted.account("bob"), Counted.address("192.0.2.99")).allowed()).isTrue();
  }

  @Test
  void triesFromOneAddressWaitWhateverTheNames() {
    Counted address = Counted.address("192.0.2.7");
    int allowed = 0;
    for (int i = 0; i < 200; i++) {
      allowed += take(Counted.account("name " + i), address).allowed() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(20);
    assertThat(take(Counted.account("x"), Counted.address("192.0.2.8")).allowed()).isTrue();
    assertThat(maybe(sql -> tries.waits(sql, address))).isPresent();
  }

  @Test
  void aRightPasswordForgivesItsAccountButNotWhatTheAddressDidBefore() {
    Counted ana = Counted.account("ana");
    Counted address = Counted.address("192.0.2.7");
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(take(ana, Counted.address("192.0.2." + i)).allowed()).isTrue();
      }
      forgive(ana, Counted.address("192.0.2.1"));
      assertThat(take(ana, address).allowed()).as("round %d", round).isTrue();
      forgive(ana, address);
    }
    for (int i = 0; i < 19; i++) {
      assertThat(take(Counted.account("name " + i), address).allowed()).isTrue();
    }
    assertThat(take(ana, address).allowed()).isTrue();
    forgive(ana, address);
    assertThat(take(Counted.account("more"), address).allowed()).isFalse();
  }

  @Test
  void aThousandTriesAtOnceAreCountedOneByOne() throws InterruptedException {
    List<Boolean> allowed = Collections.synchronizedList(new ArrayList<>());
    together(
        8,
        () -> {
          for (int i = 0; i < 25; i++) {
            String from = Thread.currentThread().getName() + i;
            if (take(Counted.account("ana"), Counted.address(from)).allowed()) {
              allowed.add(true);
            }
          }
        });
    assertThat(allowed).hasSize(5);
  }

  @Test
  void aDayLaterTriesAreForgotten() {
    Counted account = Counted.account("ana");
    for (int i = 0; i < 5; i++) {
      take(account, Counted.address("192.0.2." + i));
    }
    now = now.plus(Duration.ofHours(25));
    for (int i = 0; i < 4; i++) {
      assertThat(take(account, Counted.address("192.0.2.77")).allowed()).isTrue();
    }
    now = now.plus(Duration.ofHours(25));
    in(
        sql -> {
          tries.clear(sql);
          return true;
        });
    assertThat(
            number(
                sql -> {
                  try (PreparedStatement query =
                          sql.prepareStatement("select count(*) from sign_in_try");
                      var row = query.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                  }
                }))
        .isZero();
  }

  @Test
  void anAdminIsOneWhoCanSignIn() {
    assertThat(yes(people::hasAdmin)).isFalse();
    UUID ana = in(sql -> people.add(sql, "Ana", null, Rights.ADMIN, "test")).orElseThrow().id();
    assertThat(yes(people::hasAdmin)).as("invited").isFalse();
    change(sql -> people.setPassword(sql, ana, "{bcrypt}x"));
    assertThat(yes(people::hasAdmin)).isTrue();
    change(sql -> people.setDisabled(sql, ana, true));
    assertThat(yes(people::hasAdmin)).as("disabled").isFalse();
    change(sql -> people.setDisabled(sql, ana, false));
    change(sql -> people.setRights(sql, ana, new Rights(Role.OPERATOR, true, true)));
    assertThat(yes(people::hasAdmin)).as("an operator").isFalse();
  }

  private interface Change {
    void run(java.sql.Connection sql) throws java.sql.SQLException;
  }

  private void change(Change change) {
    in(
        sql -> {
          change.run(sql);
          return true;
        });
  }

  private <T> T in(Database.Work<T> work) {
    return test.database().inTransaction(work);
  }

  private <T> Optional<T> maybe(Database.Work<Optional<T>> work) {
    return in(work);
  }

  private <T> List<T> all(Database.Work<List<T>> work) {
    return in(work);
  }

  private int number(Database.Work<Integer> work) {
    return in(work);
  }

  private boolean yes(Database.Work<Boolean> work) {
    return in(work);
  }

  private Optional<Person> add(String name, String email) {
    return in(sql -> people.add(sql, name, email, new Rights(Role.VIEWER, true, true), "test"));
  }

  private boolean isIn(String cookie) {
    return in(sql -> sessions.find(sql, cookie, true)).isPresent();
  }

  private Verdict take(Counted account, Counted address) {
    return in(sql -> tries.take(sql, List.of(account, address)));
  }

  private void forgive(Counted account, Counted address) {
    change(sql -> tries.forgive(sql, account, address));
  }

  private static void together(int many, Runnable work) throws InterruptedException {
    Thread[] threads = new Thread[many];
    for (int i = 0; i < many; i++) {
      threads[i] = new Thread(work, "together-" + i);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
