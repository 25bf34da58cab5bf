package dev.patchbay.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys and values.
 *
 * @param entries in the order written
 */
public record YamlMapping(Map<String, Entry> entries, int line, int column) implements YamlNode {

  /** A key's place and its value. */
  public record Entry(String key, int line, int column, YamlNode value) {}

  /** Keeps its own copy of the entries. */
  public YamlMapping {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** The value of {@code key}, or empty when it is not written or written as nothing. */
  public Optional<YamlNode> get(String key) {
    Entry entry = entries.get(key);
    if (entry == null || (entry.value() instanceof YamlScalar scalar && scalar.isNull())) {
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  @Override
  public String noun() {
    return "a mapping";
  }

  @Override
  public JsonNode toJson() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    entries.forEach((key, entry) -> object.set(key, entry.value().toJson()));
    return object;
  }
}
