package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How today goes so far, beside the same weekday of earlier weeks up to the same hour. */
public final class DayFigures {

  /**
   * What happened of one kind.
   *
   * @param today so far
   * @param usual on average of the earlier weeks up to the same time of day, or {@code null} where
   *     there are none to compare with
   * @param lowest least of those weeks
   * @param highest most of those weeks
   * @param open today's rows
   */
  public record Count(long today, @Nullable Double usual, long lowest, long highest, Open open) {}

  /**
   * Today so far; spam and repeats are not counted.
   *
   * @param leads of every channel, calls among them
   * @param revenue of today's sales in minor units, where they are all in one currency
   */
  public record Today(
      LocalDate day,
      Count calls,
      Count leads,
      Count sales,
      @Nullable Long revenue,
      @Nullable String currency) {}

  /**
   * How long leads took from received to accepted by the CRM, in ms.
   *
   * @param leads how many of them arrived there
   * @param late how many took longer than the target
   * @param from since when they came
   */
  public record Speed(
      long leads, @Nullable Long p50, @Nullable Long p95, long late, Instant from) {}

  private static final int WEEKS = 8;

  private static final String COUNTS =
      """
      select n.week,
             (select count(*) from lead r where r.at >= n.from_at and r.at < n.to_at
                and r.channel = 'call' and r.status <> 'spam' and r.duplicate_of is null),
             (select count(*) from lead r where r.at >= n.from_at and r.at < n.to_at
                and r.status <> 'spam' and r.duplicate_of is null),
             (select count(*) from sale s where s.at >= n.from_at and s.at < n.to_at)
      from unnest(?::integer[], ?::timestamptz[], ?::timestamptz[]) n (week, from_at, to_at)
      order by n.week
      """;

  private DayFigures() {}

  /** Today so far and what is usual by now. */
  public static Today today(Connection sql, Question question) throws SQLException {
    ZonedDateTime now = question.now().atZone(question.zone());
    ZonedDateTime midnight = now.toLocalDate().atStartOfDay(question.zone());
    List<long[]> weeks = weeks(sql, now, midnight);
    boolean known = began(sql, midnight.minusWeeks(1).toInstant());
    Instant from = midnight.toInstant();
    long[] today = weeks.get(0);
    List<long[]> before = known ? known(sql, weeks, midnight) : List.of();
    Open leads = Open.of("leads").with("from", from).with("duplicates", "out").with("spam", "out");
    return money(
        sql,
        question,
        new Today(
            now.toLocalDate(),
            count(today[0], before, 0, leads.with("channel", "call")),
            count(today[1], before, 1, leads),
            count(today[2], before, 2, Open.of("sales").with("from", from)),
            null,
            null),
        from);
  }

  private static List<long[]> weeks(Connection sql, ZonedDateTime now, ZonedDateTime midnight)
      throws SQLException {
    Integer[] numbers = new Integer[WEEKS + 1];
    Instant[] from = new Instant[WEEKS + 1];
    Instant[] to = new Instant[WEEKS + 1];
    for (int week = 0; week <= WEEKS; week++) {
      numbers[week] = week;
      from[week] = midnight.minusWeeks(week).toInstant();
      to[week] = now.minusWeeks(week).toInstant();
    }
    // What bears a later time today was told of a little ahead of our clock: it counts.
    to[0] = midnight.plusDays(1).toInstant();
    List<long[]> weeks = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(COUNTS)) {
      query.setArray(1, SqlArrays.of(sql, "integer", numbers));
      query.setArray(2, SqlArrays.of(sql, "timestamptz", from));
      query.setArray(3, SqlArrays.of(sql, "timestamptz", to));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          weeks.add(new long[] {row.getLong(2), row.getLong(3), row.getLong(4)});
        }
      }
    }
    return weeks;
  }

  /** Whether anything is known from before this time. */
  private static boolean began(Connection sql, Instant before) throws SQLException {
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select exists (select 1 from lead where at < ?)"
                    + " or exists (select 1 from sale where at < ?)",
                List.of(before, before));
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** The weeks since the first thing that is known. */
  private static List<long[]> known(Connection sql, List<long[]> weeks, ZonedDateTime midnight)
      throws SQLException {
    int known = 1;
    while (known < WEEKS && began(sql, midnight.minusWeeks(known + 1).toInstant())) {
      known++;
    }
    return weeks.subList(1, known + 1);
  }

  private static Count count(long today, List<long[]> weeks, int kind, Open open) {
    if (weeks.isEmpty()) {
      return new Count(today, null, 0, 0, open);
    }
    return new Count(
        today,
        weeks.stream().mapToLong(week -> week[kind]).average().orElse(0),
        weeks.stream().mapToLong(week -> week[kind]).min().orElse(0),
        weeks.stream().mapToLong(week -> week[kind]).max().orElse(0),
        open);
  }

  private static Today money(Connection sql, Question question, Today today, Instant from)
      throws SQLException {
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select sum(amount - refunded), min(currency), count(distinct currency) from sale"
                    + " where at >= ? and amount is not null",
                List.of(from));
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(3) != 1
          ? today
          : new Today(
              today.day(),
              today.calls(),
              today.leads(),
              today.sales(),
              row.getLong(1),
              row.getString(2));
    }
  }

  /**
   * How long leads since {@code from} took to reach the CRM.
   *
   * @param connections connections whose leads are told there; others never arrive
   * @param within the target, or {@code null}
   */
  public static Speed speed(
      Connection sql, Instant from, Set<String> connections, @Nullable Duration within)
      throws SQLException {
    try (PreparedStatement query =
        Where.prepare(
            sql,
            """
            select count(*), percentile_disc(0.5) within group (order by delivery_ms),
                   percentile_disc(0.95) within group (order by delivery_ms),
                   count(*) filter (where delivery_ms > ?)
            from lead where at >= ? and delivery_ms is not null and connection = any (?)
            """,
            List.of(
                within == null ? Long.MAX_VALUE : within.toMillis(),
                from,
                SqlArrays.texts(sql, connections)))) {
      try (ResultSet row = query.executeQuery()) {
        row.next();
        long leads = row.getLong(1);
        return new Speed(
            leads,
            leads == 0 ? null : row.getLong(2),
            leads == 0 ? null : row.getLong(3),
            row.getLong(4),
            from);
      }
    }
  }
}
