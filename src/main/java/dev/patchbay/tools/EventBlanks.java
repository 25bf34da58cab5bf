package dev.patchbay.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What is left of an event's data once its person is erased: figures that name nobody. */
final class EventBlanks {

  /** Kept, by block; all else goes, so that a field nobody thought of goes too. */
  private static final Map<String, List<String>> KEPT =
      Map.of(
          "attribution", List.of("source", "medium", "campaign"),
          "call", List.of("direction", "startedAt", "durationSeconds", "answered", "voicemail"),
          "sale", List.of("amount", "currency"),
          "consent", List.of("email", "sms", "phone", "ads", "at"),
          "loyalty", List.of("program", "points", "tier"),
          "deal", List.of("stage", "previousStage", "amount", "currency", "won", "lost"),
          "followUp", List.of("kind", "automatic"),
          "page",
              List.of(
                  "device", "kind", "lcpMs", "inpMs", "cls", "fcpMs", "ttfbMs", "formUsableMs"));

  private EventBlanks() {}

  /** The data without the person. */
  static ObjectNode of(JsonNode data) {
    ObjectNode left = JsonNodeFactory.instance.objectNode();
    KEPT.forEach(
        (block, fields) -> {
          JsonNode from = data.path(block);
          if (from.isObject()) {
            ObjectNode to = left.putObject(block);
            for (String field : fields) {
              if (from.has(field)) {
                to.set(field, from.get(field));
              }
            }
          }
        });
    if (data.path("test").isBoolean()) {
      left.set("test", data.get("test"));
    }
    return left;
  }
}
