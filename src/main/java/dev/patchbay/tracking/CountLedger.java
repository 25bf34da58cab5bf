package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param submitted forms that visitors sent on the site; {@code null} where no site's script told
   *     of forms by then, or told nothing in the period: unknown is not none
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
      @Nullable Figure submitted,
      Figure received,
      @Nullable Figure inCrm,
      @Nullable Figure notInCrm,
      @Nullable Figure uploaded,
      @Nullable Figure accepted,
      @Nullable Figure notAccepted) {}

  /**
   * Forms of a whole period: whether they arrived can only be told of all together, for what
   * arrives may not say which campaign its visitor came by.
   *
   * @param period its first day
   * @param submitted forms that visitors sent on the site
   * @param arrived leads that came by a form or a mail
   * @param lost how many never arrived, where so many are missing that it is no chance; else 0
   */
  public record Forms(LocalDate period, Figure submitted, Figure arrived, long lost) {}

  /**
   * The view.
   *
   * @param rows by period, then group
   * @param forms of each period of which the site's script told; empty where a source or campaign
   *     is asked for
   */
  public record View(
      Instant from, Instant to, String per, String by, List<Row> rows, List<Forms> forms) {}

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
    private long submitted;
    private long received;
    private long[] hops = new long[LedgerLeads.HOPS.size()];

    private long at(String hop) {
      return hops[LedgerLeads.HOPS.indexOf(hop)];
    }
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
    Map<String, String> asked = period.in(filters);
    clicks(sql, per, by, asked, question, counts);
    count(sql, "visit", TrackingLists.VISITS, per, by, asked, question)
        .forEach((key, number) -> at(counts, key).landed = number);
    count(sql, "submission", TrackingLists.SUBMISSIONS, per, by, asked, question)
        .forEach((key, number) -> at(counts, key).submitted = number);
    for (LedgerLeads.Sum sum : leads.sums(sql, asked, question, per, by)) {
      Counts at = at(counts, new Key(sum.period(), sum.group()));
      at.received = sum.all();
      at.hops = sum.hops();
    }
    Map<String, Map<String, String>> periods = new TreeMap<>();
    counts
        .keySet()
        .forEach(
            key ->
                periods.computeIfAbsent(
                    key.period(), first -> per.narrowed(filters, period, first, question.zone())));
    Set<String> told = FormTelling.known(sql, periods);
    List<Row> rows = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          Map<String, String> narrowed = new TreeMap<>(periods.get(key.period()));
          narrowed.put(by.name(), key.group());
          rows.add(row(key, count, told.contains(key.period()), narrowed));
        });
    List<Forms> forms = new ArrayList<>();
    periods.forEach(
        (first, narrowed) -> {
          boolean whole = !narrowed.containsKey("source") && !narrowed.containsKey("campaign");
          if (whole && told.contains(first)) {
            forms.add(forms(first, counts, narrowed));
          }
        });
    return new View(period.from(), period.to(), per.name(), by.name(), rows, forms);
  }

  private Row row(Key key, Counts count, boolean told, Map<String, String> narrowed) {
    Open names = new Open("ledger/leads", narrowed);
    return new Row(
        LocalDate.parse(key.period()),
        key.group(),
        count.told ? Figure.sum(count.clicks, "clicks", new Open("spend", narrowed)) : null,
        Figure.count(count.landed, new Open("visits", narrowed)),
        told ? Figure.count(count.submitted, new Open("submissions", narrowed)) : null,
        Figure.count(count.received, names),
        hop("in-crm", leads.hasCrm(), count, names),
        hop("not-in-crm", leads.hasCrm(), count, names),
        hop("uploaded", leads.hasAds(), count, names),
        hop("accepted", leads.hasAds(), count, names),
        hop("not-accepted", leads.hasAds(), count, names));
  }

  private static @Nullable Figure hop(String hop, boolean known, Counts count, Open names) {
    return known ? Figure.count(count.at(hop), names.with("hop", hop)) : null;
  }

  private static Forms forms(String period, Map<Key, Counts> counts, Map<String, String> narrowed) {
    long submitted = 0;
    long arrived = 0;
    for (Map.Entry<Key, Counts> one : counts.entrySet()) {
      if (one.getKey().period().equals(period)) {
        submitted += one.getValue().submitted;
        arrived += one.getValue().at(LedgerLeads.BY_FORM);
      }
    }
    return new Forms(
        LocalDate.parse(period),
        Figure.count(submitted, new Open("submissions", narrowed)),
        Figure.count(arrived, new Open("ledger/leads", narrowed).with("hop", LedgerLeads.BY_FORM)),
        FormsSent.lost(submitted, arrived));
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
        Counts at = at(counts, new Key(row.getString(1), row.getString(2)));
        at.told = true;
        at.clicks = row.getLong(3);
      }
    }
  }

  private static Map<Key, Long> count(
      Connection sql,
      String table,
      RowList<?> list,
      Grouping per,
      Grouping by,
      Map<String, String> given,
      Question question)
      throws SQLException {
    Where where = list.where(given, question);
    String query =
        // Of a hundred thousand visits, writing each one's month takes as long as finding them.
        """
        select to_char(started, 'YYYY-MM-DD'), grouped, number
        from (select %s as started, %s as grouped, count(*) as number from %s r where %s
              group by 1, 2) counted"""
            .formatted(
                per.start("at", question.zone()),
                by.expression("at", question.zone()),
                table,
                where.sql());
    Map<Key, Long> found = new TreeMap<>();
    try (PreparedStatement statement = Where.prepare(sql, query, where.values());
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.put(new Key(row.getString(1), row.getString(2)), row.getLong(3));
      }
    }
    return found;
  }

  private static Counts at(Map<Key, Counts> counts, Key key) {
    return counts.computeIfAbsent(key, any -> new Counts());
  }
}
