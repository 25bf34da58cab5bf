package dev.patchbay.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.event.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a customer, field by field: whose word wins, and which values lost. A pure
 * function of the claims.
 *
 * @param person the winning values, as {@link Person} writes them
 * @param fields per field {@code value}, {@code connection}, {@code at} (when that connection first
 *     said so), {@code verified}, and {@code others}: the values that lost, newest first
 * @param disputed whether any value lost
 */
record Fields(ObjectNode person, ObjectNode fields, boolean disputed) {

  private static final int MOST_OTHERS = 10;

  /** One value of one field, as one claim says it. */
  private record Fact(JsonNode value, Claim claim, boolean own, int rank, boolean whole) {}

  /** The better last. */
  private static final Comparator<Fact> BY_WEIGHT =
      Comparator.comparing(Fact::own)
          .thenComparing(Fact::rank)
          .thenComparing(Fact::whole)
          .thenComparing(fact -> fact.claim().last())
          .thenComparing(fact -> fact.claim().first())
          .thenComparing(fact -> fact.claim().id());

  /**
   * What these claims say.
   *
   * @param own the identifiers of this customer: an address or id of another's is not their field
   */
  static Fields of(
      Collection<Claim> claims, Set<Identifier> own, Standings standings, IdentityRules rules) {
    Map<String, List<Fact>> facts = new LinkedHashMap<>();
    for (Claim claim : claims) {
      if (!claim.follows()) {
        new Reader(claim, own, standings, rules, facts).read();
      }
    }
    ObjectNode person = PersonJson.JSON.createObjectNode();
    ObjectNode fields = PersonJson.JSON.createObjectNode();
    boolean disputed = false;
    for (Map.Entry<String, List<Fact>> entry : new TreeMap<>(facts).entrySet()) {
      String field = entry.getKey();
      List<Fact> best = best(entry.getValue());
      disputed |= best.size() > 1;
      Fact winner = best.get(0);
      if (field.startsWith("externalIds.")) {
        person
            .withObjectProperty("externalIds")
            .set(field.substring("externalIds.".length()), winner.value());
      } else {
        person.set(field, winner.value());
      }
      ObjectNode node = node(winner, entry.getValue(), rules);
      ArrayNode others = node.putArray("others");
      best.stream()
          .skip(1)
          .limit(MOST_OTHERS)
          .forEach(fact -> others.add(node(fact, entry.getValue(), rules)));
      fields.set(field, node);
    }
    return new Fields(person, fields, disputed);
  }

  /** The weightiest fact of each value, weightiest first. */
  private static List<Fact> best(List<Fact> facts) {
    Map<JsonNode, Fact> byValue = new HashMap<>();
    for (Fact fact : facts) {
      byValue.merge(
          fact.value(), fact, (one, other) -> BY_WEIGHT.compare(one, other) >= 0 ? one : other);
    }
    List<Fact> best = new ArrayList<>(byValue.values());
    best.sort(BY_WEIGHT.reversed());
    return best;
  }

  private static ObjectNode node(Fact fact, List<Fact> all, IdentityRules rules) {
    String connection = fact.claim().connection();
    Instant first =
        all.stream()
            .filter(each -> each.value().equals(fact.value()))
            .filter(each -> each.claim().connection().equals(connection))
            .map(each -> each.claim().first())
            .min(Comparator.naturalOrder())
            .orElse(fact.claim().first());
    ObjectNode node = PersonJson.JSON.createObjectNode();
    node.set("value", fact.value());
    node.put("connection", connection);
    node.put("at", first.toString());
    node.put("verified", rules.verified().contains(connection));
    return node;
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "Fields[disputed=" + disputed + "]";
  }

  /** Takes one claim apart. */
  private record Reader(
      Claim claim,
      Set<Identifier> own,
      Standings standings,
      IdentityRules rules,
      Map<String, List<Fact>> facts) {

    void read() {
      Person person = claim.person();
      boolean fullName = person.firstName() != null && person.lastName() != null;
      add("firstName", person.firstName(), fullName);
      add("lastName", person.lastName(), fullName);
      add("company", person.company(), true);
      identifier("email", Identifier.EMAIL, person.email());
      identifier("phone", Identifier.PHONE, person.phone());
      if (person.address() != null) {
        JsonNode address = PersonJson.JSON.valueToTree(person.address());
        if (!address.isEmpty()) {
          add("address", address, true, person.address().street() != null);
        }
      }
      if (person.externalIds() != null) {
        person
            .externalIds()
            .forEach((system, id) -> identifier("externalIds." + system, system, id));
      }
    }

    private void identifier(String field, String kind, @Nullable String value) {
      if (value == null) {
        return;
      }
      Identifier identifier = new Identifier(kind, value);
      boolean mine = own.contains(identifier);
      if (mine || standings.of(identifier) == Standings.Standing.SHARED) {
        add(field, PersonJson.JSON.getNodeFactory().textNode(value), mine, true);
      }
    }

    private void add(String field, @Nullable String value, boolean whole) {
      if (value != null && !value.isBlank()) {
        add(field, PersonJson.JSON.getNodeFactory().textNode(value), true, whole);
      }
    }

    private void add(String field, JsonNode value, boolean mine, boolean whole) {
      facts
          .computeIfAbsent(field, key -> new ArrayList<>())
          .add(new Fact(value, claim, mine, rank(field), whole));
    }

    private int rank(String field) {
      if (claim.connection().equals(rules.truth().get(field))) {
        return 2;
      }
      return rules.verified().contains(claim.connection()) ? 1 : 0;
    }
  }
}
