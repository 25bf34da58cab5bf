package dev.patchbay.tools;

import dev.patchbay.connector.Sink;
import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.NewDelivery;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.outbox.Replay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Erases one person: from our tables at once, from the tools that can be told by deliveries. What
 * is left are figures that name nobody, and keyed hashes to know them again.
 */
public final class Erasure {

  /** Type of the events that tell tools to erase somebody. */
  public static final String TYPE = "customer.erased";

  private static final String FLOW = "erase";
  private static final String REASON = "customer-erased";

  /**
   * A tool that must be told by hand.
   *
   * @param ids the person's ids there; empty where only their e-mail or phone is known
   */
  public record ByHand(String connection, List<String> ids) {}

  /**
   * What was done.
   *
   * @param customers the customer and those merged with them
   * @param canceled deliveries that were pending or dead and will not be sent
   * @param told tools that are being told to erase them
   * @param byHand tools that hold them and cannot be told
   */
  public record Erased(
      List<UUID> customers,
      long events,
      long messages,
      long canceled,
      List<String> told,
      List<ByHand> byHand) {}

  /**
   * What an erasure would do now.
   *
   * @param told tools that would be told to erase them
   * @param byHand tools that hold them and cannot be told
   */
  public record Preview(
      long events, long messages, long canceled, List<String> told, List<ByHand> byHand) {}

  private final Tools tools;
  private final SuppressedPeople suppressed;
  private final Ids ids;
  private final InstantSource clock;
  private final EventLog events = new EventLog();
  private final Outbox outbox;

  /** For the tools of one plan. */
  public Erasure(Tools tools, SuppressedPeople suppressed, Ids ids, InstantSource clock) {
    this.tools = tools;
    this.suppressed = suppressed;
    this.ids = ids;
    this.clock = clock;
    this.outbox = new Outbox(ids);
  }

  /**
   * The customer of this id, e-mail or phone, or empty.
   *
   * @param text an id, an e-mail address or a phone in E.164
   */
  public static Optional<UUID> find(Connection sql, String text) throws SQLException {
    return Belongings.find(sql, text);
  }

  /** What erasing this customer would do, in a transaction of its own. */
  public Preview preview(Connection sql, UUID customer) throws SQLException {
    Belongings belongings = Belongings.of(sql, customer);
    List<String> told = new ArrayList<>();
    List<ByHand> byHand = new ArrayList<>();
    CustomerExport.holdings(sql, tools, belongings.customers())
        .forEach(
            (tool, holding) -> {
              if (tools.eraser(tool).isPresent()) {
                told.add(tool);
              } else {
                byHand.add(new ByHand(tool, List.copyOf(holding.externalIds().keySet())));
              }
            });
    return new Preview(
        ids(sql, "select id from their_event").size(),
        ids(sql, "select id from their_message").size(),
        ids(sql, "select id from their_delivery where state in (0, 2)").size(),
        told,
        byHand);
  }

  /** Erases the customer and those merged with them, in a transaction of its own. */
  public Erased erase(Connection sql, UUID customer) throws SQLException {
    Instant now = clock.instant();
    Belongings belongings = Belongings.of(sql, customer);
    Map<String, Holding> holdings = CustomerExport.holdings(sql, tools, belongings.customers());
    suppressed.add(sql, belongings.known(), now);
    List<UUID> unsent = ids(sql, "select id from their_delivery where state in (0, 2)");
    int canceled =
        Replay.cancel(sql, unsent, REASON).values().stream().mapToInt(Integer::intValue).sum();
    long blanked = blank(sql, ids(sql, "select id from their_event"));
    long messages = ids(sql, "select id from their_message").size();
    for (int i = PersonalTables.ALL.size() - 1; i >= 0; i--) {
      PersonalTables.PersonalTable table = PersonalTables.ALL.get(i);
      if (!table.erase().isEmpty()) {
        Belongings.run(sql, table.erase() + " where " + table.whose());
      }
    }
    List<String> told = new ArrayList<>();
    List<ByHand> byHand = new ArrayList<>();
    for (Map.Entry<String, Holding> holding : holdings.entrySet()) {
      if (tell(sql, customer, holding.getKey(), holding.getValue(), belongings.known(), now)) {
        told.add(holding.getKey());
      } else {
        byHand.add(
            new ByHand(holding.getKey(), List.copyOf(holding.getValue().externalIds().keySet())));
      }
    }
    Changes.ofCustomers(sql, belongings.customers());
    return new Erased(
        List.copyOf(belongings.customers()), blanked, messages, canceled, told, byHand);
  }

  /**
   * Blanks the events that told tools, once all of them were told.
   *
   * @return how many
   */
  public static int finish(Connection sql) throws SQLException {
    List<UUID> done =
        ids(
            sql,
            """
            select e.event from erasure e
            where not exists (
              select 1 from delivery d where d.event = e.event and d.state in (0, 2))
            """);
    blank(sql, done);
    for (String statement :
        List.of(
            "update attempt a set error_text = null from delivery d"
                + " where d.id = a.delivery and d.event = any (?)",
            "update delivery set error_text = null where event = any (?)",
            "delete from erasure where event = any (?)")) {
      try (PreparedStatement run = sql.prepareStatement(statement)) {
        run.setArray(1, SqlArrays.uuids(sql, done));
        run.executeUpdate();
      }
    }
    return done.size();
  }

  /** Customers there are though they were erased; each is to be erased again. */
  public Set<UUID> returned(Connection sql) throws SQLException {
    return suppressed.returned(sql);
  }

  private boolean tell(
      Connection sql,
      UUID customer,
      String tool,
      Holding holding,
      List<Belongings.Known> known,
      Instant now)
      throws SQLException {
    Sink sink = tools.eraser(tool).orElse(null);
    if (sink == null) {
      return false;
    }
    for (Person person : people(tool, holding, known)) {
      EventData data = EventData.NOTHING.withPerson(person);
      UUID id = ids.next();
      events.append(
          sql,
          List.of(
              new StoredEvent(
                  id, id, TYPE, Event.HUB, null, now, now, customer, EventJson.writeData(data))));
      outbox.enqueue(
          sql,
          List.of(new NewDelivery(id, customer, tool, Event.HUB, FLOW, sink.name(), now)),
          destination -> Optional.empty());
      try (PreparedStatement insert =
          sql.prepareStatement("insert into erasure (event, customer, at) values (?, ?, ?)")) {
        insert.setObject(1, id);
        insert.setObject(2, customer);
        insert.setTimestamp(3, Timestamp.from(now));
        insert.executeUpdate();
      }
    }
    return true;
  }

  /**
   * One for each record that the tool may have: by its own ids, else by each email, else phone. A
   * CRM is not asked for phone numbers besides, which people of one household share.
   */
  private List<Person> people(String tool, Holding holding, List<Belongings.Known> known) {
    List<String> emails = values(known, "email");
    List<String> phones = values(known, "phone");
    List<Person> people = new ArrayList<>();
    String system = tools.system(tool);
    Set<String> there = new TreeSet<>(holding.externalIds().keySet());
    there.addAll(values(known, system));
    List<String> own = List.copyOf(there);
    int most = Math.max(emails.size(), own.size());
    for (int i = 0; i < most; i++) {
      people.add(person(at(emails, i), at(phones, 0), system, at(own, i)));
    }
    // The first phone went with the first email or id.
    int told = people.isEmpty() ? 0 : tools.holdsHashes(tool) ? 1 : phones.size();
    phones.stream().skip(told).forEach(phone -> people.add(person(null, phone, system, null)));
    return people;
  }

  private static Person person(
      @Nullable String email, @Nullable String phone, String system, @Nullable String id) {
    Map<String, String> externalIds = new LinkedHashMap<>();
    if (id != null) {
      externalIds.put(system, id);
    }
    return new Person(
        email, phone, null, null, null, null, externalIds.isEmpty() ? null : externalIds);
  }

  private static @Nullable String at(List<String> values, int index) {
    return index < values.size() ? values.get(index) : null;
  }

  private static List<String> values(List<Belongings.Known> known, String kind) {
    return known.stream()
        .filter(each -> each.kind().equals(kind))
        .map(Belongings.Known::value)
        .toList();
  }

  private static long blank(Connection sql, List<UUID> events) throws SQLException {
    Map<UUID, StoredEvent> found = new EventLog().find(sql, events);
    try (PreparedStatement update =
        sql.prepareStatement("update event set data = ?::jsonb where id = ?")) {
      for (StoredEvent event : found.values()) {
        update.setString(1, EventBlanks.of(EventJson.tree(event.data())).toString());
        update.setObject(2, event.id());
        update.addBatch();
      }
      update.executeBatch();
    }
    return found.size();
  }

  private static List<UUID> ids(Connection sql, String query) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (PreparedStatement select = sql.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getObject(1, UUID.class));
      }
    }
    return ids;
  }
}
