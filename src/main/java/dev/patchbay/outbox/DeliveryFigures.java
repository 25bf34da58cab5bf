package dev.patchbay.outbox;

import dev.patchbay.db.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How destinations fare, in numbers; made so that a million rows cost no page its time. */
public final class DeliveryFigures {

  /**
   * Dead letters of one kind.
   *
   * @param since when the first of them died
   * @param last when the last did
   */
  public record Dead(String destination, String kind, long number, Instant since, Instant last) {}

  /**
   * What ended since a time.
   *
   * @param latencies times from received to accepted, in ms
   */
  public record Ended(long delivered, long canceled, @Nullable Latency latencies) {}

  /**
   * How long deliveries took, in ms.
   *
   * @param buckets how many took at most each of {@link #BOUNDS}, and longer than the one before;
   *     the last counts those beyond all
   */
  public record Latency(long p50, long p95, List<Long> buckets) {}

  /**
   * What went along a flow lately.
   *
   * @param perMinute deliveries enqueued, on average
   */
  public record Rate(String flow, String source, String destination, double perMinute) {}

  /**
   * What those that still wait last met.
   *
   * @param kind of the error, or {@code null} where none was met
   * @param since when the oldest of them was received
   */
  public record Trouble(
      String destination,
      @Nullable String kind,
      @Nullable String text,
      long number,
      Instant since) {}

  /** Upper bounds of the histogram's buckets, in ms. */
  public static final List<Long> BOUNDS =
      List.of(100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 30_000L, 60_000L, 300_000L);

  private static final int NEWEST = 3_000;
  private static final int OLDEST = 1_000;

  private DeliveryFigures() {}

  /** Dead letters by destination and kind. */
  public static List<Dead> dead(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select destination, coalesce(error_kind, 'unknown'), count(*), min(finished_at),
                       max(finished_at)
                from delivery where state = 2 group by 1, 2 order by 1, 3 desc, 2
                """);
        ResultSet row = query.executeQuery()) {
      List<Dead> dead = new ArrayList<>();
      while (row.next()) {
        dead.add(
            new Dead(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                DeliveryRows.time(row, "min"),
                DeliveryRows.time(row, "max")));
      }
      return dead;
    }
  }

  /** What ended since {@code since}, by destination; those where nothing did are absent. */
  public static Map<String, Ended> ended(Connection connection, Instant since) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select destination, count(*) filter (where state = 1) as delivered,
                   count(*) filter (where state = 3) as canceled,
                   percentile_disc(array[0.5, 0.95]) within group (order by ms)
                     filter (where state = 1) as parts
            from (select destination, state,
                    (extract(epoch from finished_at - received_at) * 1000)::bigint as ms
                  from delivery where finished_at >= ?::timestamptz and state in (1, 3)) d
            group by destination
            """)) {
      query.setString(1, since.toString());
      Map<String, List<Long>> buckets = buckets(connection, since);
      Map<String, Ended> ended = new HashMap<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String destination = row.getString("destination");
          java.sql.Array parts = row.getArray("parts");
          Long[] both = parts == null ? new Long[0] : (Long[]) parts.getArray();
          ended.put(
              destination,
              new Ended(
                  row.getLong("delivered"),
                  row.getLong("canceled"),
                  both.length < 2
                      ? null
                      : new Latency(
                          Math.max(0, both[0]),
                          Math.max(0, both[1]),
                          buckets.getOrDefault(destination, List.of()))));
        }
      }
      return ended;
    }
  }

  private static Map<String, List<Long>> buckets(Connection connection, Instant since)
      throws SQLException {
    Map<String, List<Long>> buckets = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select destination,
                   width_bucket((extract(epoch from finished_at - received_at) * 1000)::bigint,
                                ?::bigint[]) as bucket,
                   count(*)
            from delivery where finished_at >= ?::timestamptz and state = 1 group by 1, 2
            """)) {
      query.setArray(1, SqlArrays.of(connection, "bigint", lowerBounds()));
      query.setString(2, since.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          List<Long> counts =
              buckets.computeIfAbsent(
                  row.getString(1),
                  key -> new ArrayList<>(java.util.Collections.nCopies(BOUNDS.size() + 1, 0L)));
          counts.set(row.getInt(2), row.getLong(3));
        }
      }
    }
    return buckets;
  }

  /** A value belongs to the bucket whose bound it does not exceed. */
  private static Long[] lowerBounds() {
    return BOUNDS.stream().map(bound -> bound + 1).toArray(Long[]::new);
  }

  /**
   * How much goes along each flow, by the newest deliveries since {@code since}: where there are
   * very many, by the last thousands.
   */
  public static List<Rate> rates(Connection connection, Instant since, Instant now)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select flow, source, destination, count(*),
                   min(min(enqueued_at)) over () as first, sum(count(*)) over () as all_of_them
            from (select flow, source, destination, enqueued_at from delivery
                  order by seq desc limit ?) d
            where enqueued_at >= ?::timestamptz
            group by flow, source, destination
            """)) {
      query.setInt(1, NEWEST);
      query.setString(2, since.toString());
      List<Rate> rates = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Instant first =
              row.getLong("all_of_them") >= NEWEST ? DeliveryRows.time(row, "first") : since;
          double minutes = Math.max(1, now.toEpochMilli() - first.toEpochMilli()) / 60_000.0;
          rates.add(
              new Rate(
                  row.getString(1), row.getString(2), row.getString(3), row.getLong(4) / minutes));
        }
      }
      return rates;
    }
  }

  /** What the oldest that still wait for a destination have met so far; the most first. */
  public static List<Trouble> trouble(Connection connection, Collection<String> destinations)
      throws SQLException {
    List<Trouble> troubles = new ArrayList<>();
    if (destinations.isEmpty()) {
      return troubles;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select n.name, o.error_kind, max(o.error_text), count(*), min(o.received_at) as since
            from unnest(?::text[]) n (name)
            cross join lateral (
              select error_kind, error_text, received_at from delivery d
              where d.destination = n.name and d.state = 0 order by d.seq limit ?) o
            group by n.name, o.error_kind order by n.name, count(*) desc
            """)) {
      query.setArray(1, SqlArrays.texts(connection, destinations));
      query.setInt(2, OLDEST);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          troubles.add(
              new Trouble(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  DeliveryRows.time(row, "since")));
        }
      }
    }
    return troubles;
  }

  /** Events of the oldest that wait for, or were given up for, a destination; at most that many. */
  public static List<UUID> waitingEvents(Connection connection, String destination, int most)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            (select event from delivery where destination = ? and state = 0 order by seq limit ?)
            union all
            (select event from delivery where destination = ? and state = 2
             order by finished_at limit ?)
            """)) {
      query.setString(1, destination);
      query.setInt(2, most);
      query.setString(3, destination);
      query.setInt(4, most);
      List<UUID> events = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          events.add(row.getObject(1, UUID.class));
        }
      }
      return events;
    }
  }
}
