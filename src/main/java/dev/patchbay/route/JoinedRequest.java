package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One request made of several that are equal but for a list. */
final class JoinedRequest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonPointer list;
  private @Nullable JsonNode request;
  private @Nullable JsonNode frame;

  /** Joins the lists at {@code pointer}. */
  JoinedRequest(String pointer) {
    this.list = JsonPointer.compile(pointer);
  }

  /** Takes a request in, unless it differs from those before in more than the list. */
  boolean add(String body) {
    JsonNode next;
    try {
      next = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A mapping makes JSON", e);
    }
    JsonNode first = request;
    if (first == null) {
      request = next;
      frame = frame(next);
      return true;
    }
    if (!(first.at(list) instanceof ArrayNode all)
        || !(next.at(list) instanceof ArrayNode more)
        || !frame(next).equals(frame)) {
      return false;
    }
    all.addAll(more);
    return true;
  }

  /** The joined request as JSON text. */
  String text() {
    return String.valueOf(request);
  }

  /** The request without its list. */
  private JsonNode frame(JsonNode whole) {
    JsonNode copy = whole.deepCopy();
    if (copy.at(list.head()) instanceof ObjectNode parent) {
      parent.remove(list.last().getMatchingProperty());
    }
    return copy;
  }
}
