package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures that a report of some days is made of; each number opens to its rows. */
public final class WeekFigures {

  /** Leads that came one way, such as by {@code form}; spam and repeated contacts aside. */
  public record Channel(String channel, Figure leads) {}

  /** Sales of one currency; {@code revenue} in minor units, refunds taken off. */
  public record Sales(String currency, Figure sales, long revenue) {}

  /**
   * How long something took, in ms.
   *
   * @param of how many have the time
   * @param half the median, or {@code null} without any
   * @param most the time that 95 of 100 kept to, or {@code null}
   */
  public record Clock(long of, @Nullable Long half, @Nullable Long most) {}

  /**
   * The figures.
   *
   * @param leads of every channel, spam and repeated contacts aside
   * @param calls that came in, {@code missed} those of them that nobody took
   * @param late leads that were answered after the target, or not yet and past it
   * @param waiting leads that nobody has answered yet
   */
  public record View(
      Figure leads,
      List<Channel> channels,
      Figure spam,
      Figure visits,
      Figure calls,
      Figure missed,
      Clock toCrm,
      Clock touch,
      Figure late,
      Figure waiting,
      List<Sales> sales) {

    /** Whether nobody came, called or bought. */
    public boolean isEmpty() {
      return leads.value() == 0 && visits.value() == 0 && sales.isEmpty();
    }

    /** Sales of every currency. */
    public long saleCount() {
      return sales.stream().mapToLong(each -> (long) each.sales().value()).sum();
    }
  }

  private WeekFigures() {}

  /**
   * The figures of some days.
   *
   * @param days {@code from} and {@code to}, as lists take them
   */
  public static View of(Connection sql, Map<String, String> days, Question question)
      throws SQLException {
    Map<String, String> kept = new TreeMap<>(days);
    kept.put("spam", "out");
    kept.put("duplicates", "out");
    Map<String, String> calls = with(days, "channel", "call");
    return new View(
        leads(sql, kept, question),
        channels(sql, kept, question),
        leads(sql, with(days, "spam", "only"), question),
        Figure.count(
            TrackingLists.VISITS.count(sql, days, question), new Open("visits", Map.copyOf(days))),
        leads(sql, calls, question),
        leads(sql, with(calls, "answered", "no"), question),
        clock(sql, "delivery_ms", kept, question),
        clock(sql, "touch_ms", kept, question),
        leads(sql, with(days, "late", "yes"), question),
        leads(sql, with(days, "waiting", "yes"), question),
        sales(sql, days, question));
  }

  private static Map<String, String> with(Map<String, String> given, String name, String value) {
    Map<String, String> with = new TreeMap<>(given);
    with.put(name, value);
    return with;
  }

  private static Figure leads(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    return Figure.count(LeadList.ROWS.count(sql, given, question), new Open("leads", given));
  }

  private static List<Channel> channels(
      Connection sql, Map<String, String> given, Question question) throws SQLException {
    Where where = LeadList.ROWS.where(given, question);
    List<Channel> channels = new ArrayList<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select r.channel, count(*) from lead r where %s group by 1 order by 2 desc, 1"
                    .formatted(where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        channels.add(
            new Channel(
                row.getString(1),
                Figure.count(
                    row.getLong(2), new Open("leads", given).with("channel", row.getString(1)))));
      }
    }
    return channels;
  }

  private static Clock clock(
      Connection sql, String column, Map<String, String> given, Question question)
      throws SQLException {
    Where where = LeadList.ROWS.where(given, question);
    try (PreparedStatement query =
            Where.prepare(
                sql,
                """
                select count(r.%1$s),
                  percentile_cont(array[0.5, 0.95]) within group (order by r.%1$s)
                from lead r where %2$s"""
                    .formatted(column, where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      row.next();
      java.sql.Array at = row.getArray(2);
      Object[] times = at == null ? new Object[2] : (Object[]) at.getArray();
      return new Clock(row.getLong(1), rounded(times[0]), rounded(times[1]));
    }
  }

  private static @Nullable Long rounded(@Nullable Object ms) {
    return ms instanceof Double number ? Long.valueOf(Math.round(number)) : null;
  }

  private static List<Sales> sales(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Where where = TrackingLists.SALES.where(given, question);
    List<Sales> sales = new ArrayList<>();
    Open open = new Open("sales", Map.copyOf(given));
    try (PreparedStatement query =
            Where.prepare(
                sql,
                """
                select coalesce(r.currency, ''), count(*),
                  coalesce(sum(r.amount - r.refunded), 0)
                from sale r where %s group by 1 order by 2 desc, 1"""
                    .formatted(where.sql()),
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        sales.add(new Sales(row.getString(1), Figure.count(row.getLong(2), open), row.getLong(3)));
      }
    }
    return sales;
  }
}
