package dev.patchbay.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the faked CRM remembers: contacts by id, found by email or phone. */
public final class Contacts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
  private long upserts;

  /** The answer to a batch upsert of contacts by email. */
  public synchronized String upsert(String body) throws JsonProcessingException {
    ObjectNode answer = JSON.createObjectNode().put("status", "COMPLETE");
    var results = answer.putArray("results");
    for (JsonNode input : JSON.readTree(body).path("inputs")) {
      String email = input.path("id").asText();
      upserts++;
      Optional<String> known = find("email", email);
      String id = known.orElseGet(this::nextId);
      contact(id).put("email", email).setAll((ObjectNode) input.path("properties"));
      ObjectNode result = results.addObject().put("id", id).put("new", known.isEmpty());
      result.set("properties", contact(id).deepCopy());
    }
    return answer.toString();
  }

  /** The answer to a search: the first contact that one of the filters finds. */
  public synchronized String search(String body) throws JsonProcessingException {
    ObjectNode answer = JSON.createObjectNode();
    var results = answer.putArray("results");
    for (JsonNode group : JSON.readTree(body).path("filterGroups")) {
      JsonNode filter = group.at("/filters/0");
      find(filter.path("propertyName").asText(), filter.path("value").asText())
          .filter(id -> results.isEmpty())
          .ifPresent(id -> results.addObject().put("id", id).set("properties", contact(id)));
    }
    return answer.put("total", results.size()).toString();
  }

  /** The answer to a question for all contacts, newest last. */
  public synchronized String list() {
    ObjectNode answer = JSON.createObjectNode();
    var results = answer.putArray("results");
    byId.forEach((id, contact) -> results.addObject().put("id", id).set("properties", contact));
    return answer.toString();
  }

  /** The answer to a new contact. */
  public synchronized String create(String body) throws JsonProcessingException {
    return write(nextId(), body);
  }

  /**
   * The answer to a changed contact.
   *
   * @param path of the request, ending in the contact's id
   */
  public synchronized String update(String path, String body) throws JsonProcessingException {
    return write(path.substring(path.lastIndexOf('/') + 1), body);
  }

  /** Whether there is a contact with this value. */
  synchronized boolean has(String property, String value) {
    return find(property, value).isPresent();
  }

  /** How many there are. */
  synchronized int size() {
    return byId.size();
  }

  /** How many writes there were. */
  synchronized long writes() {
    return upserts;
  }

  private String write(String id, String body) throws JsonProcessingException {
    upserts++;
    contact(id).setAll((ObjectNode) JSON.readTree(body).path("properties"));
    ObjectNode answer = JSON.createObjectNode().put("id", id);
    answer.set("properties", contact(id));
    return answer.toString();
  }

  private String nextId() {
    return Integer.toString(1001 + byId.size());
  }

  private ObjectNode contact(String id) {
    return byId.computeIfAbsent(id, fresh -> JSON.createObjectNode());
  }

  private Optional<String> find(String property, String value) {
    return byId.entrySet().stream()
        .filter(entry -> entry.getValue().path(property).asText("").equals(value))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
