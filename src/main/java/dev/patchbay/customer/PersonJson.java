package dev.patchbay.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.event.Person;

/** A person as JSON: fields in one order, nothing that is absent. */
final class PersonJson {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private PersonJson() {}

  static String write(Person person) {
    try {
      return JSON.writeValueAsString(person);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A person can always be written", e);
    }
  }

  static Person read(String text) {
    try {
      return JSON.readValue(text, Person.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table of claims holds people only", e);
    }
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The tables of customers hold JSON only", e);
    }
  }
}
