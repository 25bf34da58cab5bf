package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.db.TestDatabase;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RowListIT {

  private static final Question QUESTION =
      new Question(ZoneId.of("America/Chicago"), "US", Instant.parse("2026-11-20T15:00:00Z"));

  private static TestDatabase test;

  @BeforeAll
  static void fill() {
    test = TestDatabase.create();
    test.database()
        .inTransaction(
            sql -> {
              TrackingRows.fill(sql, 0.75, 200);
              try (Statement statement = sql.createStatement()) {
                // Many at the same instant: the id alone tells them apart.
                statement.execute(
                    "update lead set at = '2026-05-05T05:05:05Z' where (hashtext(id::text) & 3) = 0");
              }
              return true;
            });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void pagesGiveEachRowOnceInOrderWhateverTheSort() {
    for (String sort : LeadList.ROWS.sorts()) {
      for (String order : List.of(sort, "-" + sort)) {
        List<LeadRow> rows = all(Map.of(), order);
        assertThat(rows).as(order).hasSize(200).doesNotHaveDuplicates();
      }
    }
    assertThat(all(Map.of(), null))
        .extracting(LeadRow::at)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    List<LeadRow> quickest = all(Map.of(), "-touch");
    assertThat(quickest.get(0).touchMs()).isNotNull();
    assertThat(quickest.get(199).touchMs()).as("those without the clock come last").isNull();
    assertThat(all(Map.of(), "touch").get(199).touchMs()).isNull();
  }

  @Test
  void everyFilterLeavesTheRowsThatItSays() {
    assertThat(all(Map.of("status", "won"), null))
        .isNotEmpty()
        .allMatch(l -> l.status().equals("won"));
    assertThat(all(Map.of("spam", "only"), null))
        .isNotEmpty()
        .allMatch(l -> l.status().equals("spam"));
    assertThat(all(Map.of("spam", "out", "duplicates", "out"), null))
        .isNotEmpty()
        .allMatch(l -> !l.status().equals("spam") && l.duplicateOf() == null);
    assertThat(all(Map.of("campaign", Parameter.NONE), null))
        .isNotEmpty()
        .allMatch(l -> l.campaign() == null);
    assertThat(all(Map.of("reached", "quoted"), null))
        .isNotEmpty()
        .allMatch(l -> l.quotedAt() != null || l.wonAt() != null);
    assertThat(all(Map.of("waiting", "yes"), null))
        .isNotEmpty()
        .allMatch(l -> l.status().equals("new") && l.contactedAt() == null);
    assertThat(all(Map.of("late", "yes"), null))
        .isNotEmpty()
        .allMatch(
            l ->
                (l.contactedAt() == null ? QUESTION.now() : l.contactedAt())
                    .isAfter(l.touchDueAt()));
    assertThat(all(Map.of("late", "yes"), null).size() + all(Map.of("late", "no"), null).size())
        .isEqualTo(200);
    assertThat(all(Map.of("from", "2026-05-05", "to", "2026-05-06"), null))
        .isNotEmpty()
        .allMatch(l -> l.at().isAfter(Instant.parse("2026-05-05T05:00:00Z")));
  }

  @Test
  void findsPeopleByNameMailAndPhone() {
    assertThat(all(Map.of("q", "ADA stone"), null))
        .isNotEmpty()
        .allMatch(l -> l.name().equals("Ada Stone"));
    assertThat(all(Map.of("q", "Reed"), null))
        .isNotEmpty()
        .allMatch(l -> l.name().endsWith("Reed"));
    assertThat(all(Map.of("q", "ben.m@"), null)).isEmpty();
    assertThat(all(Map.of("q", "ben.marsh@"), null))
        .isNotEmpty()
        .allMatch(l -> l.email().startsWith("ben.marsh@"));
    assertThat(all(Map.of("q", "(312) 555-0042"), null))
        .extracting(LeadRow::phone)
        .containsOnly("+13125550042");
    assertThat(all(Map.of("q", "%"), null)).as("a pattern is a text").isEmpty();
  }

  @Test
  void refusesAPositionThatItDidNotGive() {
    for (String after : List.of("x", "bm8", "WyJhIiwiYiJd", "W251bGwsbnVsbF0", "WzEsMl0")) {
      assertThatThrownBy(() -> page(Map.of(), null, after))
          .as(after)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<LeadRow> all(Map<String, String> given, String sort) {
    List<LeadRow> rows = new ArrayList<>();
    String after = null;
    do {
      Page<LeadRow> page = page(given, sort, after);
      rows.addAll(page.rows());
      after = page.next();
    } while (after != null);
    assertThat(
            test.database().<Long>inTransaction(sql -> LeadList.ROWS.count(sql, given, QUESTION)))
        .isEqualTo(rows.size());
    return rows;
  }

  private static Page<LeadRow> page(Map<String, String> given, String sort, String after) {
    return test.database()
        .inTransaction(sql -> LeadList.ROWS.page(sql, given, QUESTION, sort, after, 7));
  }
}
