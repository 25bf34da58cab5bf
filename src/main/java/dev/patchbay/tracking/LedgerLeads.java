package dev.patchbay.tracking;

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

  private static final int CHUNK = 2_000;

  /** What the ledger counts at. */
  static final List<String> HOPS =
      List.of("in-crm", "not-in-crm", "uploaded", "not-uploaded", "accepted", "not-accepted");

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
                    "hop", "Leads that came so far, or did not.", HOPS.toArray(String[]::new))),
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
          LEADS.page(sql, given, question, null, next, hop == null ? limit : CHUNK / 8);
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

  /** All of them, in chunks. */
  void each(Connection sql, Map<String, String> given, Question question, Each each)
      throws SQLException {
    String after = null;
    do {
      Page<Counted> leads = LEADS.page(sql, given, question, null, after, CHUNK);
      for (LedgerLead lead : told(sql, leads.rows())) {
        each.lead(lead);
      }
      after = leads.next();
    } while (after != null);
  }

  /** Is given each lead. */
  interface Each {
    void lead(LedgerLead lead);
  }

  /** Whether a lead is among those of a hop. */
  static boolean isAt(LedgerLead lead, String hop) {
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
      query.setArray(1, sql.createArrayOf("uuid", leads.toArray()));
      query.setArray(2, sql.createArrayOf("uuid", leads.toArray()));
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
