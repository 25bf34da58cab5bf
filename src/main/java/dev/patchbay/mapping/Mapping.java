package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A compiled mapping: JSON in, JSON out, and nothing else reachable. Safe for many threads. */
public interface Mapping {

  /**
   * Maps {@code input}.
   *
   * @param input what {@code .} means in the mapping
   * @param variables what {@code $name} means in the mapping, by name without the dollar sign
   * @return what the mapping made; a {@code NullNode} when it made nothing
   * @throws MappingException when the mapping fails, recurses too deep or runs too long
   */
  JsonNode apply(JsonNode input, Map<String, JsonNode> variables);
}
