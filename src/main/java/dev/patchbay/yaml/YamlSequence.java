package dev.patchbay.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** A list of values. */
public record YamlSequence(List<YamlNode> items, int line, int column) implements YamlNode {

  /** Keeps its own copy of the items. */
  public YamlSequence {
    items = List.copyOf(items);
  }

  @Override
  public String noun() {
    return "a list";
  }

  @Override
  public JsonNode toJson() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
    items.forEach(item -> array.add(item.toJson()));
    return array;
  }
}
