package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts the same people at every hop, so that the difference of two counts has names. */
public final class CountLedger {

  /** What can be asked. */
  public static final List<Parameter> PARAMETERS =
      Stream.concat(
              Stream.of(
                  Parameter.word(
                      "per",
                      "How long a row's period is; month where none is given.",
                      "day",
                      "month"),
                  Parameter.word(
                      "by",
                      "What else a row stands for; campaign where none is given.",
                      "campaign",
                      "source"),
                  Parameter.text("source", "Of this source."),
                  Parameter.text("campaign", "Of this campaign.")),
              Period.parameters())
          .toList();

  /**
   * One period and campaign, or source.
   *
   * @param period its first day
   * @param clicks that the ad platform says there were; {@code null} where it said nothing
   * @param landed visits
   * @param received leads of every channel, spam and duplicates among them
   * @param inCrm of these, those that a CRM accepted; {@code null} without a CRM in the stack
   * @param notInCrm those that none did, each with the reason
   * @param uploaded those that were sent to an ad platform; {@code null} without one in the stack
   * @param accepted those that an ad platform accepted
   * @param notAccepted those that were sent to one or not, and that none accepted
   */
  public record Row(
      LocalDate period,
      String group,
      @Nullable Figure clicks,
      Figure landed,
      Figure received,
      @Nullable Figure inCrm,
      @Nullable Figure notInCrm,
      @Nullable Figure uploaded,
      @Nullable Figure accepted,
      @Nullable Figure notAccepted) {}

  /** The view; rows by period, then group. */
  public record View(Instant from, Instant to, String per, String by, List<Row> rows) {}

  private record Key(String period, String group) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int periods = period.compareTo(other.period);
      return periods != 0 ? periods : group.compareTo(other.group);
    }
  }

  private static final class Counts {
    private boolean told;
    private long clicks;
    private long landed;
    private long received;
    private final long[] hops = new long[LedgerLeads.HOPS.size()];
  }

  private final LedgerLeads leads;

  /** The ledger of a stack's leads. */
  public CountLedger(LedgerLeads leads) {
    this.leads = leads;
  }

  /** The counts of what is asked for. */
  public View view(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Grouping per = Grouping.of(given.getOrDefault("per", "month"));
    Grouping by = Grouping.of(given.getOrDefault("by", "campaign"));
    Period period = Period.of(given, question);
    Map<String, String> filters = new TreeMap<>(given);
    filters.remove("per");
    filters.remove("by");
    Map<Key, Counts> counts = new TreeMap<>();
    clicks(sql, per, by, period.in(filters), question, counts);
    landed(sql, per, by, period.in(filters), question, counts);
    leads.each(
        sql,
        period.in(filters),
        question,
        lead -> {
          Counts at = at(counts, first(lead.at(), per, question.zone()), group(lead, by));
          at.received++;
          for (int i = 0; i < at.hops.length; i++) {
            at.hops[i] += LedgerLeads.isAt(lead, LedgerLeads.HOPS.get(i)) ? 1 : 0;
          }
        });
    List<Row> rows = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          Map<String, String> narrowed =
              new TreeMap<>(per.narrowed(filters, period, key.period(), question.zone()));
          narrowed.put(by.name(), key.group());
          rows.add(row(key, count, narrowed));
        });
    return new View(period.from(), period.to(), per.name(), by.name(), rows);
  }

  private Row row(Key key, Counts count, Map<String, String> narrowed) {
    Open names = new Open("ledger/leads", narrowed);
    @Nullable Figure[] hops = new Figure[count.hops.length];
    for (int i = 0; i < hops.length; i++) {
      boolean known = i < 2 ? leads.hasCrm() : leads.hasAds();
      hops[i] =
          known ? Figure.count(count.hops[i], names.with("hop", LedgerLeads.HOPS.get(i))) : null;
    }
    return new Row(
        LocalDate.parse(key.period()),
        key.group(),
        count.told ? Figure.sum(count.clicks, "clicks", new Open("spend", narrowed)) : null,
        Figure.count(count.landed, new Open("visits", narrowed)),
        Figure.count(count.received, names),
        hops[0],
        hops[1],
        hops[2],
        hops[4],
        hops[5]);
  }

  private static void clicks(
      Connection sql,
      Grouping per,
      Grouping by,
      Map<String, String> given,
      Question question,
      Map<Key, Counts> counts)
      throws SQLException {
    Where where = TrackingLists.SPEND.where(given, question);
    String query =
        """
        select to_char(date_trunc('%s', r.day), 'YYYY-MM-DD'), %s, coalesce(sum(r.clicks), 0)
        from spend r where %s group by 1, 2"""
            .formatted(per.name(), by.expression("day", question.zone()), where.sql());
    try (PreparedStatement statement = Where.prepare(sql, query, where.values());
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Counts at = at(counts, row.getString(1), row.getString(2));
        at.told = true;
        at.clicks = row.getLong(3);
      }
    }
  }

  private static void landed(
      Connection sql,
      Grouping per,
      Grouping by,
      Map<String, String> given,
      Question question,
      Map<Key, Counts> counts)
      throws SQLException {
    Where where = TrackingLists.VISITS.where(given, question);
    String query =
        "select %s, %s, count(*) from visit r where %s group by 1, 2"
            .formatted(
                per.expression("at", question.zone()),
                by.expression("at", question.zone()),
                where.sql());
    try (PreparedStatement statement = Where.prepare(sql, query, where.values());
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        at(counts, row.getString(1), row.getString(2)).landed = row.getLong(3);
      }
    }
  }

  private static Counts at(Map<Key, Counts> counts, String period, String group) {
    return counts.computeIfAbsent(new Key(period, group), key -> new Counts());
  }

  private static String first(Instant at, Grouping per, ZoneId zone) {
    LocalDate day = at.atZone(zone).toLocalDate();
    return (per.name().equals("day") ? day : day.withDayOfMonth(1)).toString();
  }

  private static String group(LedgerLead lead, Grouping by) {
    String group = by.name().equals("source") ? lead.source() : lead.campaign();
    return group == null ? Parameter.NONE : group;
  }
}
