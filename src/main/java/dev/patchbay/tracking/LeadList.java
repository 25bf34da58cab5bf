package dev.patchbay.tracking;

import dev.patchbay.tracking.RowList.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The unified list of calls and leads. */
public final class LeadList {

  static final String DUPLICATE = "r.duplicate_of is not null";
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  static final String SPAM = "r.status = 'spam'";

  /** One row for each lead. */
  public static final RowList<LeadRow> ROWS = as(LeadRow.class);

  /**
   * How many leads have a status.
   *
   * @param leads how many, and which
   */
  public record StatusCount(String status, Figure leads) {}

  /**
   * The statuses of the leads that a filter leaves.
   *
   * @param rows one for each status there is
   */
  public record StatusCounts(List<StatusCount> rows) {}

  /**
   * What tells whether the list is as it was.
   *
   * @param told grows whenever a lead came or changed
   */
  public record News(long told) {}

  private LeadList() {}

  /** Whether anything came or changed; costs next to nothing, however many leads there are. */
  public static News news(Connection sql) throws SQLException {
    return new News(Projections.told(sql));
  }

  /** Leads by status; {@code given} narrows as it narrows the list, a status given aside. */
  public static StatusCounts statuses(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Map<String, String> others = new LinkedHashMap<>(given);
    others.remove("status");
    Where where = ROWS.where(others, question);
    List<StatusCount> counts = new ArrayList<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select r.status, count(*) from lead r where "
                    + where.sql()
                    + " group by 1 order by 2 desc, 1",
                where.values());
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        String status = row.getString(1);
        counts.add(
            new StatusCount(
                status,
                Figure.count(
                    row.getLong(2), Open.of("leads").with(others).with("status", status))));
      }
    }
    return new StatusCounts(counts);
  }

  /** The list with other rows: the components of {@code row} name the columns that are read. */
  static <T extends Record> RowList<T> as(Class<T> row) {
    return new RowList<>(
        "leads",
        "lead r",
        row,
        List.of(
            new Key("at", "r.at", "timestamptz"),
            Key.number("capture", "r.capture_ms"),
            Key.number("pipeline", "r.pipeline_ms"),
            Key.number("write", "r.write_ms"),
            Key.number("delivery", "r.delivery_ms"),
            Key.number("touch", "r.touch_ms"),
            Key.number("sale", "r.sale_amount")),
        List.of(new Key("id", "r.id", "uuid")),
        filters());
  }

  private static List<Filter> filters() {
    return List.of(
        new Filter(
            Parameter.word(
                "status",
                "Leads that stand so.",
                "new",
                "contacted",
                "qualified",
                "quoted",
                "won",
                "lost",
                "spam",
                "duplicate"),
            (where, value, question) -> where.and("r.status = ?", value)),
        Filter.text("channel", "r.channel", "How they came: form, call, mail, chat, ad_form."),
        Filter.text("connection", "r.connection", "The connection that told of them."),
        Filter.text("source", "r.source", "Where they came from, such as google."),
        Filter.text("medium", "r.medium", "By which means, such as cpc."),
        Filter.text("campaign", "r.campaign", "By which campaign."),
        Filter.text("keyword", "r.keyword", "By which search word."),
        Filter.text("landingPage", "r.landing_page", "The page they came to first."),
        Filter.id("customer", "r.customer", "Leads of this customer."),
        Filter.id("duplicateOf", "r.duplicate_of", "Leads that belong to this one."),
        Filter.from("r.at"),
        Filter.to("r.at"),
        new Filter(
            Parameter.word(
                "reached",
                "Leads that came so far, or further.",
                Stream.of(FunnelStage.values()).map(FunnelStage::word).toArray(String[]::new)),
            (where, value, question) ->
                where.and(
                    FunnelStage.valueOf(value.toString().toUpperCase(Locale.ROOT)).reached())),
        inOut("duplicates", DUPLICATE, "Leads that belong to another one"),
        inOut("spam", SPAM, "Leads held as spam"),
        Filter.yesNo(
            "waiting",
            "r.contacted_at is null and r.status = 'new' and r.duplicate_of is null",
            "not (r.contacted_at is null and r.status = 'new' and r.duplicate_of is null)",
            "Leads that nobody has answered yet."),
        new Filter(
            Parameter.word(
                "late", "Leads answered after their target, or not yet and past it.", "yes", "no"),
            (where, value, question) ->
                where.and(
                    (value.equals("yes") ? "" : "not ")
                        + "coalesce(coalesce(r.contacted_at, ?) > r.touch_due_at"
                        + " and r.status <> 'spam' and r.duplicate_of is null, false)",
                    question.now())),
        Filter.yesNo("firstTime", "r.first_time", "not r.first_time", "A customer's first lead."),
        Filter.yesNo(
            "answered",
            "r.answered",
            "r.channel = 'call' and r.answered is not true",
            "Calls that were taken, or not."),
        Filter.yesNo("corrected", "r.corrected", "not r.corrected", "Leads that people corrected."),
        new Filter(
            Parameter.personal("q", "A name, e-mail or phone number, or how it begins; or an id."),
            LeadList::search));
  }

  private static Filter inOut(String name, String condition, String about) {
    return new Filter(
        Parameter.word(name, about + ": with them, without, or them alone.", "in", "out", "only"),
        (where, value, question) -> {
          if (value.equals("out")) {
            where.and("not coalesce(" + condition + ", false)");
          } else if (value.equals("only")) {
            where.and(condition);
          }
        });
  }

  private static void search(Where where, Object value, Question question) {
    String text = value.toString().strip();
    String lower = escaped(text.toLowerCase(Locale.ROOT));
    String phone = Parameter.phone(text, question.region());
    String digits = text.replaceAll("[^0-9+]", "");
    if (ID.matcher(text).matches()) {
      UUID id = UUID.fromString(text);
      where.and(
          "r.id = ? or r.customer = ? or r.id = (select e.lead from lead_event e where e.event = ?)",
          id,
          id,
          id);
    } else if (text.indexOf('@') >= 0) {
      where.and("lower(r.email) like ?", lower + "%");
    } else if (phone != null) {
      where.and("r.phone like ?", escaped(phone) + "%");
    } else if (digits.length() >= 3 && digits.length() >= text.length() - 4) {
      where.and("r.phone like ?", escaped(digits.startsWith("+") ? digits : "+" + digits) + "%");
    } else {
      where.and(
          "lower(r.name) like ? or lower(r.name) like ? or lower(r.email) like ?",
          lower + "%",
          "% " + lower + "%",
          lower + "%");
    }
  }

  /** The text as it is in a pattern. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /** The lead of this id, or the lead that the event of this id is of; empty when there is none. */
  public static List<LeadRow> find(Connection sql, UUID id) throws SQLException {
    RowType<LeadRow> type = new RowType<>(LeadRow.class);
    List<LeadRow> found = new ArrayList<>();
    try (PreparedStatement query =
            Where.prepare(
                sql,
                "select "
                    + type.columns("r")
                    + " from lead r where r.id = ? or r.id in"
                    + " (select e.lead from lead_event e where e.event = ?) limit 1",
                List.of(id, id));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(type.read(row));
      }
    }
    return found;
  }

  /** The events that tell of a lead. */
  public static List<UUID> events(Connection sql, UUID lead) throws SQLException {
    List<UUID> events = new ArrayList<>();
    try (PreparedStatement query =
            Where.prepare(sql, "select event from lead_event where lead = ?", List.of(lead));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        events.add(row.getObject(1, UUID.class));
      }
    }
    return events;
  }
}
