package dev.patchbay.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.event.Address;
import dev.patchbay.event.Person;
import org.jspecify.annotations.Nullable;

/** What is known of a customer, as JSON: the newest value of each field. */
final class PersonJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PersonJson() {}

  static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The customer table holds JSON objects only", e);
    }
  }

  /**
   * Adds what {@code seen} tells; absent fields change nothing. Returns whether anything changed.
   */
  static boolean learn(ObjectNode known, Person seen) {
    boolean changed = set(known, "email", seen.email());
    changed |= set(known, "phone", seen.phone());
    changed |= set(known, "firstName", seen.firstName());
    changed |= set(known, "lastName", seen.lastName());
    changed |= set(known, "company", seen.company());
    Address address = seen.address();
    if (address != null) {
      ObjectNode there = known.withObjectProperty("address");
      changed |= set(there, "street", address.street());
      changed |= set(there, "city", address.city());
      changed |= set(there, "region", address.region());
      changed |= set(there, "postalCode", address.postalCode());
      changed |= set(there, "country", address.country());
    }
    if (seen.externalIds() != null && !seen.externalIds().isEmpty()) {
      ObjectNode there = known.withObjectProperty("externalIds");
      for (var id : seen.externalIds().entrySet()) {
        changed |= set(there, id.getKey(), id.getValue());
      }
    }
    return changed;
  }

  private static boolean set(ObjectNode node, String field, @Nullable String value) {
    if (value == null || value.equals(node.path(field).textValue())) {
      return false;
    }
    node.put(field, value);
    return true;
  }
}
