package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.EventDeliveries;
import dev.patchbay.outbox.EventDeliveries.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Leads with what became of them at the CRM and at ad platforms, each by name. */
public final class LedgerLeads {

  private static final int CHUNK = 250;

  /** Leads that may be a form of the site: some sites' forms arrive as mails. */
  static final String BY_FORM = "by-form";

  /** Those in SQL. */
  static final String IS_BY_FORM = "channel in ('form', 'mail')";

  /** What the ledger counts at. */
  static final List<String> HOPS =
      List.of(
          "in-crm", "not-in-crm", "uploaded", "not-uploaded", "accepted", "not-accepted", BY_FORM);

  /** What the ledger needs of a lead: reading all of it for thousands costs five times as much. */
  private record Counted(
      UUID id,
      @Nullable UUID customer,
      String channel,
      String connection,
      Instant at,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      String source,
      @Nullable String medium,
      @Nullable String campaign,
      String status,
      @Nullable UUID duplicateOf,
      @Nullable String duplicateRule,
      List<String> spamReasons) {}

  /** Yes and no of each hop stand beside each other in {@link #HOPS}, in the order of columns. */
  private static final String SUMS =
      """
      with counted as (
        select r.id, %1$s as period, %2$s as grouped, r.channel,
               coalesce(t.crm, false) as crm, coalesce(t.sent, false) as sent,
               coalesce(t.taken, false) as taken
        from lead r left join lateral (
          select bool_or(d.destination = any (?) and d.delivered) as crm,
                 bool_or(d.destination = any (?)) as sent,
                 bool_or(d.destination = any (?) and d.delivered) as taken
          from (select r.id as event
                union all select e.event from lead_event e where e.lead = r.id
                union all select s.id from sale s where s.lead = r.id) own
          join %4$s d on d.event = own.event and d.destination = any (?)) t on true
        where %3$s)
      select period, grouped, count(*), count(*) filter (where crm),
             count(*) filter (where sent), count(*) filter (where taken),
             count(*) filter (where %5$s)
      from counted group by 1, 2""";

  private static final RowList<Counted> LEADS = LeadList.as(Counted.class);

  private final Set<String> crms;
  private final Set<String> ads;

  /**
   * Leads of a stack.
   *
   * @param crms connections of category CRM
   * @param ads connections of category ads
   */
  public LedgerLeads(Set<String> crms, Set<String> ads) {
    this.crms = Set.copyOf(crms);
    this.ads = Set.copyOf(ads);
  }

  /** What can be asked. */
  public static List<Parameter> parameters() {
    return Stream.concat(
            Stream.of(
                Parameter.word(
                    "hop",
                    "Leads that came so far, or did not; by-form: those that came by a form or a mail.",
                    HOPS.toArray(String[]::new))),
            LeadList.ROWS.parameters().stream())
        .toList();
  }

  boolean hasCrm() {
    return !crms.isEmpty();
  }

  boolean hasAds() {
    return !ads.isEmpty();
  }

  /** One page, newest first; every parameter of the list of leads narrows it, and {@code hop}. */
  public Page<LedgerLead> page(
      Connection sql,
      Map<String, String> given,
      Question question,
      @Nullable String after,
      int limit)
      throws SQLException {
    String hop = given.get("hop");
    List<LedgerLead> rows = new ArrayList<>();
    String next = after;
    do {
      Page<Counted> leads =
          LEADS.page(sql, given, question, null, next, hop == null ? limit : CHUNK);
      for (LedgerLead lead : told(sql, leads.rows())) {
        if (hop != null && !isAt(lead, hop)) {
          continue;
        }
        if (rows.size() == limit) {
          LedgerLead last = rows.get(limit - 1);
          return new Page<>(rows, RowList.position(last.at().toString(), last.id().toString()));
        }
        rows.add(lead);
      }
      next = leads.next();
    } while (next != null && rows.size() < limit);
    return new Page<>(rows, next);
  }

  /**
   * How many there are by period and group, and how many of them at each of {@link #HOPS}: what
   * {@link #page} names one by one.
   */
  List<Sum> sums(
      Connection sql, Map<String, String> given, Question question, Grouping per, Grouping by)
      throws SQLException {
    Where where = LEADS.where(given, question);
    String query =
        SUMS.formatted(
            per.expression("at", question.zone()),
            by.expression("at", question.zone()),
            where.sql(),
            EventDeliveries.RELATION,
            IS_BY_FORM);
    List<Object> values = new ArrayList<>();
    values.add(SqlArrays.texts(sql, crms));
    values.add(SqlArrays.texts(sql, ads));
    values.add(SqlArrays.texts(sql, ads));
    Set<String> both = new HashSet<>(crms);
    both.addAll(ads);
    values.add(SqlArrays.texts(sql, both));
    values.addAll(where.values());
    return sums(sql, query, values);
  }

  private static List<Sum> sums(Connection sql, String query, List<Object> values)
      throws SQLException {
    List<Sum> sums = new ArrayList<>();
    try (PreparedStatement statement = Where.prepare(sql, query, values);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        long all = row.getLong(3);
        long[] hops = new long[HOPS.size()];
        for (int at = 0; at < 3; at++) {
          hops[2 * at] = row.getLong(4 + at);
          hops[2 * at + 1] = all - hops[2 * at];
        }
        hops[HOPS.indexOf(BY_FORM)] = row.getLong(7);
        sums.add(new Sum(row.getString(1), row.getString(2), all, hops));
      }
    }
    return sums;
  }

  /**
   * Leads of one period and group.
   *
   * @param period its first day
   * @param hops how many at each of {@link #HOPS}
   */
  record Sum(String period, String group, long all, long[] hops) {}

  /** Whether a lead is among those of a hop. */
  static boolean isAt(LedgerLead lead, String hop) {
    if (hop.equals(BY_FORM)) {
      return lead.channel().equals("form") || lead.channel().equals("mail");
    }
    boolean not = hop.startsWith("not-");
    boolean at =
        switch (not ? hop.substring(4) : hop) {
          case "in-crm" -> lead.crm().equals("accepted");
          case "uploaded" -> !lead.ads().equals("none");
          default -> lead.ads().equals("accepted");
        };
    return at != not;
  }

  private List<LedgerLead> told(Connection sql, List<Counted> leads) throws SQLException {
    Map<UUID, List<UUID>> events = events(sql, leads.stream().map(Counted::id).toList());
    Set<UUID> all = new HashSet<>();
    events.values().forEach(all::addAll);
    leads.forEach(lead -> all.add(lead.id()));
    Set<String> destinations = new HashSet<>(crms);
    destinations.addAll(ads);
    Map<UUID, List<Standing>> standing = new HashMap<>();
    for (Standing one : EventDeliveries.standing(sql, all, destinations)) {
      standing.computeIfAbsent(one.event(), id -> new ArrayList<>()).add(one);
    }
    List<LedgerLead> told = new ArrayList<>(leads.size());
    for (Counted lead : leads) {
      Set<UUID> own = new HashSet<>(events.getOrDefault(lead.id(), List.of()));
      own.add(lead.id());
      List<Standing> deliveries = new ArrayList<>();
      own.forEach(event -> deliveries.addAll(standing.getOrDefault(event, List.of())));
      told.add(told(lead, deliveries));
    }
    return told;
  }

  /** Events of leads, sales that came of them among these. */
  private static Map<UUID, List<UUID>> events(Connection sql, Collection<UUID> leads)
      throws SQLException {
    Map<UUID, List<UUID>> events = new HashMap<>();
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select lead, event from lead_event where lead = any (?)
            union all
            select lead, id from sale where lead = any (?)""")) {
      query.setArray(1, SqlArrays.uuids(sql, leads));
      query.setArray(2, SqlArrays.uuids(sql, leads));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          events
              .computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(row.getObject(2, UUID.class));
        }
      }
    }
    return events;
  }

  private LedgerLead told(Counted lead, List<Standing> deliveries) {
    List<Standing> atCrm =
        deliveries.stream().filter(one -> crms.contains(one.destination())).toList();
    List<Standing> atAds =
        deliveries.stream().filter(one -> ads.contains(one.destination())).toList();
    String crm = crm(lead, atCrm);
    return new LedgerLead(
        lead.id(),
        lead.customer(),
        lead.channel(),
        lead.connection(),
        lead.at(),
        lead.name(),
        lead.email(),
        lead.phone(),
        lead.source(),
        lead.medium(),
        lead.campaign(),
        lead.status(),
        crm,
        reason(crm, lead, atCrm),
        isAny(atAds, DeliveryState.DELIVERED) ? "accepted" : atAds.isEmpty() ? "none" : "uploaded");
  }

  private String crm(Counted lead, List<Standing> atCrm) {
    if (isAny(atCrm, DeliveryState.DELIVERED)) {
      return "accepted";
    }
    if (isAny(atCrm, DeliveryState.PENDING)) {
      return "pending";
    }
    if (isAny(atCrm, DeliveryState.DEAD)) {
      return "dead";
    }
    if (!atCrm.isEmpty()) {
      return "canceled";
    }
    if (lead.status().equals("spam")) {
      return "spam";
    }
    if (lead.duplicateOf() != null) {
      return "duplicate";
    }
    return crms.isEmpty() ? "no_crm" : "not_routed";
  }

  private static boolean isAny(List<Standing> deliveries, DeliveryState state) {
    return deliveries.stream().anyMatch(one -> one.state() == state);
  }

  private static @Nullable String reason(String crm, Counted lead, List<Standing> atCrm) {
    return switch (crm) {
      case "accepted" -> null;
      case "pending" -> "Waits to be sent" + last(atCrm, DeliveryState.PENDING);
      case "dead" -> "Given up" + last(atCrm, DeliveryState.DEAD);
      case "canceled" -> "Canceled" + last(atCrm, DeliveryState.CANCELED);
      case "spam" -> "Held as spam: " + String.join(", ", lead.spamReasons());
      case "duplicate" -> "Belongs to another lead: " + lead.duplicateRule();
      case "no_crm" -> "The stack has no CRM";
      default -> "No flow takes it from %s to a CRM".formatted(lead.connection());
    };
  }

  private static String last(List<Standing> deliveries, DeliveryState state) {
    return deliveries.stream()
        .filter(one -> one.state() == state)
        .max(Comparator.comparing(Standing::attempts).thenComparing(Standing::destination))
        .map(
            one ->
                " for %s after %d attempts%s"
                    .formatted(
                        one.destination(),
                        one.attempts(),
                        one.errorKind() == null
                            ? ""
                            : ": "
                                + one.errorKind()
                                + (one.errorText() == null ? "" : " (" + one.errorText() + ")")))
        .orElse("");
  }
}
