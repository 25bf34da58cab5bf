package dev.patchbay.tools;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that belongs to one person, gathered into temporary tables of the running transaction;
 * {@link PersonalTables} says what hangs on them.
 */
final class Belongings {

  /** One thing the person is known by. */
  record Known(String kind, String value) {

    /** {@code toString} tells the kind only: people must not reach logs. */
    @Override
    public String toString() {
      return "Known[" + kind + "]";
    }
  }

  /** Shorter texts would be found by chance. */
  private static final int SHORTEST_TEXT = 6;

  private static final String CUSTOMERS =
      """
      insert into their_customer
      with recursive up as (
        select c.id, c.merged_into from customer c where c.id = ?
        union
        select c.id, c.merged_into from customer c join up on c.id = up.merged_into),
      down as (
        select id from up
        union
        select c.id from customer c join down on c.merged_into = down.id)
      select id from down
      """;

  private static final List<String> GATHER =
      List.of(
          """
          create temporary table their_sighting on commit drop as
          select s.id, s.message from sighting s
          where s.customer in (select id from their_customer)
          """,
          """
          create temporary table their_event on commit drop as
          select e.id, e.message from event e
          where e.customer in (select id from their_customer)
            and e.id not in (select event from erasure)
          union
          select e.id, e.message from event e
          where e.customer is null and e.type <> 'ad.spend_reported'
            and exists (select 1 from their_text t
                        where strpos(lower(e.data::text), t.text) > 0)
          """,
          """
          create temporary table their_message on commit drop as
          select message as id from their_event
          union select message from their_sighting
          union select i.message from identifier i
                where i.customer in (select id from their_customer)
          union select m.id from message m
                where (m.state <> 1 or m.events = 0)
                  and exists (select 1 from their_text t
                              where strpos(lower(encode(m.body, 'escape')), t.text) > 0
                                 or strpos(lower(coalesce(m.url, '')), t.text) > 0
                                 or strpos(lower(m.headers::text), t.text) > 0)
          """,
          """
          create temporary table their_delivery on commit drop as
          select d.id, d.state from delivery d where d.event in (select id from their_event)
          """);

  private final Set<UUID> customers;
  private final List<Known> known;

  private Belongings(Set<UUID> customers, List<Known> known) {
    this.customers = customers;
    this.known = known;
  }

  /**
   * Gathers what belongs to a customer and to those merged with them. Nobody can add to these
   * customers until the transaction ends.
   */
  static Belongings of(Connection sql, UUID customer) throws SQLException {
    run(sql, "create temporary table their_customer (id uuid) on commit drop");
    try (PreparedStatement insert = sql.prepareStatement(CUSTOMERS)) {
      insert.setObject(1, customer);
      insert.executeUpdate();
    }
    run(
        sql,
        "select id from customer where id in (select id from their_customer) order by id for update");
    List<Known> known = known(sql);
    run(sql, "create temporary table their_text (text text) on commit drop");
    try (PreparedStatement insert = sql.prepareStatement("insert into their_text values (?)")) {
      for (String text : texts(known)) {
        insert.setString(1, text);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    for (String gather : GATHER) {
      run(sql, gather);
    }
    return new Belongings(customers(sql), known);
  }

  /**
   * The customer of this id, e-mail or phone as stored; empty when there is none.
   *
   * @param text an id, an e-mail address or a phone in E.164
   */
  static Optional<UUID> find(Connection sql, String text) throws SQLException {
    String id = text.strip().toLowerCase(Locale.ROOT);
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select c.id from customer c where c.id::text = ?
            union all
            select i.customer from identifier i where i.kind in ('email', 'phone') and i.value = ?
            limit 1
            """)) {
      query.setString(1, id);
      query.setString(2, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /** The customer and those merged with them. */
  Set<UUID> customers() {
    return customers;
  }

  /** What they are known by. */
  List<Known> known() {
    return known;
  }

  private static Set<UUID> customers(Connection sql) throws SQLException {
    Set<UUID> customers = new LinkedHashSet<>();
    try (PreparedStatement query =
            sql.prepareStatement("select id from their_customer order by id");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        customers.add(rows.getObject(1, UUID.class));
      }
    }
    return customers;
  }

  private static List<Known> known(Connection sql) throws SQLException {
    List<Known> known = new ArrayList<>();
    try (PreparedStatement query =
            sql.prepareStatement(
                """
                select i.kind, i.value from identifier i
                where i.customer in (select id from their_customer)
                union
                select split_part(claimed.text, ':', 1),
                       substr(claimed.text, strpos(claimed.text, ':') + 1)
                from sighting s cross join lateral unnest(s.identifiers) as claimed (text)
                where s.customer in (select id from their_customer)
                  and not exists (
                    select 1 from sighting another
                    where another.identifiers @> array[claimed.text]
                      and another.customer not in (select id from their_customer))
                order by 1, 2
                """);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        known.add(new Known(rows.getString(1), rows.getString(2)));
      }
    }
    return known;
  }

  /** What to look for where no row says whose it is: as written, and as forms and numbers write. */
  private static Set<String> texts(List<Known> known) {
    Set<String> texts = new LinkedHashSet<>();
    for (Known each : known) {
      String text = each.value().toLowerCase(Locale.ROOT);
      switch (each.kind()) {
        case "email" -> {
          texts.add(text);
          texts.add(text.replace("@", "%40"));
        }
        case "phone" -> {
          texts.add(text);
          texts.add(text.replace("+", ""));
        }
        case "visitor" -> texts.add(text);
        default -> {}
      }
    }
    texts.removeIf(text -> text.length() < SHORTEST_TEXT);
    return texts;
  }

  static void run(Connection sql, String statement) throws SQLException {
    try (Statement run = sql.createStatement()) {
      run.execute(statement);
    }
  }
}
