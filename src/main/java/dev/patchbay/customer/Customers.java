package dev.patchbay.customer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.event.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Content enricher: ties what events say of people to one customer each. */
public final class Customers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ids ids;

  /** New customers get their ids from {@code ids}. */
  public Customers(Ids ids) {
    this.ids = ids;
  }

  /**
   * Ties each sighting to a customer, known or new, links identifiers not seen before, and adds
   * what is newly known of the person. The rows of all customers involved stay locked until the
   * transaction ends, so that whatever is stored next for one customer is stored in commit order.
   *
   * @return one result for each sighting, in order
   * @throws IdentityRaceException when another hub linked one of the identifiers meanwhile
   */
  public List<Identified> identify(Connection connection, List<Sighting> sightings)
      throws SQLException {
    Map<Identifier, UUID> links = links(connection, sightings);
    Map<UUID, ObjectNode> known = lock(connection, links.values());
    Map<UUID, Draft> drafts = new LinkedHashMap<>();
    Map<Identifier, Link> added = new LinkedHashMap<>();
    List<Identified> results = new ArrayList<>(sightings.size());
    for (Sighting sighting : sightings) {
      List<Identifier> identifiers = sighting.identifiers();
      if (identifiers.isEmpty()) {
        results.add(Identified.NOBODY);
        continue;
      }
      Set<UUID> candidates = new LinkedHashSet<>();
      for (Identifier identifier : identifiers) {
        UUID candidate = links.get(identifier);
        if (candidate != null) {
          candidates.add(candidate);
        }
      }
      boolean created = candidates.isEmpty();
      UUID customer = created ? ids.next() : candidates.iterator().next();
      for (Identifier identifier : identifiers) {
        if (links.putIfAbsent(identifier, customer) == null) {
          added.put(identifier, new Link(customer, sighting));
        }
      }
      Draft draft =
          drafts.computeIfAbsent(
              customer,
              id -> {
                ObjectNode person = known.get(id);
                return new Draft(
                    person == null ? JSON.createObjectNode() : person,
                    person == null,
                    sighting.at());
              });
      draft.learn(sighting);
      results.add(new Identified(customer, created, candidates.size() > 1));
    }
    insert(connection, drafts);
    update(connection, drafts);
    link(connection, added);
    return results;
  }

  /** The customer of this id, or empty. */
  public Optional<Customer> find(Connection connection, UUID id) throws SQLException {
    List<Identifier> identifiers = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select kind, value from identifier where customer = ? order by first_seen, kind, value")) {
      query.setObject(1, id);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          identifiers.add(new Identifier(rows.getString(1), rows.getString(2)));
        }
      }
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            "select created_at, updated_at, person::text from customer where id = ?")) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Customer(
                id,
                row.getTimestamp(1).toInstant(),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                List.copyOf(identifiers)));
      }
    }
  }

  private static Map<Identifier, UUID> links(Connection connection, List<Sighting> sightings)
      throws SQLException {
    Set<Identifier> wanted = new LinkedHashSet<>();
    sightings.forEach(sighting -> wanted.addAll(sighting.identifiers()));
    Map<Identifier, UUID> links = new HashMap<>();
    if (wanted.isEmpty()) {
      return links;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select i.kind, i.value, i.customer
            from unnest(?::text[], ?::text[]) as wanted (kind, value)
            join identifier i on i.kind = wanted.kind and i.value = wanted.value
            """)) {
      query.setArray(
          1, connection.createArrayOf("text", wanted.stream().map(Identifier::kind).toArray()));
      query.setArray(
          2, connection.createArrayOf("text", wanted.stream().map(Identifier::value).toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          links.put(
              new Identifier(rows.getString(1), rows.getString(2)), rows.getObject(3, UUID.class));
        }
      }
    }
    return links;
  }

  /** Locks in the order of ids, so that two hubs never wait for each other. */
  private static Map<UUID, ObjectNode> lock(Connection connection, Collection<UUID> customers)
      throws SQLException {
    Map<UUID, ObjectNode> people = new HashMap<>();
    if (customers.isEmpty()) {
      return people;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            "select id, person::text from customer where id = any(?) order by id for update")) {
      query.setArray(1, connection.createArrayOf("uuid", new TreeSet<>(customers).toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          people.put(rows.getObject(1, UUID.class), PersonJson.parse(rows.getString(2)));
        }
      }
    }
    return people;
  }

  private static void insert(Connection connection, Map<UUID, Draft> drafts) throws SQLException {
    List<Map.Entry<UUID, Draft>> fresh =
        drafts.entrySet().stream().filter(entry -> entry.getValue().fresh).toList();
    if (fresh.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into customer (id, created_at, updated_at, person)
            select id, at, at, person::jsonb
            from unnest(?::uuid[], ?::timestamptz[], ?::text[]) as row (id, at, person)
            """)) {
      bind(connection, insert, fresh);
      insert.executeUpdate();
    }
  }

  private static void update(Connection connection, Map<UUID, Draft> drafts) throws SQLException {
    List<Map.Entry<UUID, Draft>> changed =
        drafts.entrySet().stream()
            .filter(entry -> !entry.getValue().fresh && entry.getValue().changed)
            .toList();
    if (changed.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update customer c set updated_at = greatest(c.updated_at, row.at), person = row.person::jsonb
            from unnest(?::uuid[], ?::timestamptz[], ?::text[]) as row (id, at, person)
            where c.id = row.id
            """)) {
      bind(connection, update, changed);
      update.executeUpdate();
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, List<Map.Entry<UUID, Draft>> drafts)
      throws SQLException {
    statement.setArray(
        1, connection.createArrayOf("uuid", drafts.stream().map(Map.Entry::getKey).toArray()));
    statement.setArray(
        2,
        connection.createArrayOf(
            "timestamptz",
            drafts.stream().map(entry -> Timestamp.from(entry.getValue().at)).toArray()));
    statement.setArray(
        3,
        connection.createArrayOf(
            "text", drafts.stream().map(entry -> entry.getValue().person.toString()).toArray()));
  }

  private static void link(Connection connection, Map<Identifier, Link> added) throws SQLException {
    if (added.isEmpty()) {
      return;
    }
    // In the order of the key, so that two hubs that link the same people never wait for each
    // other.
    List<Map.Entry<Identifier, Link>> rows = new ArrayList<>(added.entrySet());
    rows.sort(
        java.util.Comparator.comparing(
            (Map.Entry<Identifier, Link> row) ->
                row.getKey().kind() + '\0' + row.getKey().value()));
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into identifier (kind, value, customer, message, first_seen)
            select * from unnest(?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::timestamptz[])
            on conflict (kind, value) do nothing
            """)) {
      insert.setArray(
          1,
          connection.createArrayOf(
              "text", rows.stream().map(row -> row.getKey().kind()).toArray()));
      insert.setArray(
          2,
          connection.createArrayOf(
              "text", rows.stream().map(row -> row.getKey().value()).toArray()));
      insert.setArray(
          3,
          connection.createArrayOf(
              "uuid", rows.stream().map(row -> row.getValue().customer()).toArray()));
      insert.setArray(
          4,
          connection.createArrayOf(
              "uuid", rows.stream().map(row -> row.getValue().sighting().message()).toArray()));
      insert.setArray(
          5,
          connection.createArrayOf(
              "timestamptz",
              rows.stream().map(row -> Timestamp.from(row.getValue().sighting().at())).toArray()));
      if (insert.executeUpdate() < rows.size()) {
        throw new IdentityRaceException();
      }
    }
  }

  private record Link(UUID customer, Sighting sighting) {}

  /** A customer as this batch will leave it. */
  private static final class Draft {
    final ObjectNode person;
    final boolean fresh;
    Instant at;
    boolean changed;

    Draft(ObjectNode person, boolean fresh, Instant at) {
      this.person = person;
      this.fresh = fresh;
      this.at = at;
    }

    void learn(Sighting sighting) {
      if (sighting.at().isAfter(at)) {
        at = sighting.at();
      }
      dev.patchbay.event.@Nullable Person seen = sighting.person();
      if (seen != null && PersonJson.learn(person, seen)) {
        changed = true;
      }
    }
  }
}
