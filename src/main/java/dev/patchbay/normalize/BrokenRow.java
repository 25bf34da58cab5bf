package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.diagnostic.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file that could not be read: the message that stands for it, so that it is kept and
 * reported, and the finding it becomes.
 */
public final class BrokenRow {

  private static final String KEY = "patchbay:broken-row";

  private BrokenRow() {}

  /**
   * The message for it.
   *
   * @param line its first line in the file, from 1
   * @param why what is wrong with it; tells nothing of its cells
   * @param text what stands there
   */
  public static JsonNode message(String file, long line, String why, String text) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.putObject(KEY).put("file", file).put("line", line).put("why", why).put("text", text);
    return message;
  }

  /** What is wrong, where a body is such a message, else {@code null}. */
  static @Nullable Finding finding(JsonNode body) {
    JsonNode broken = body.path(KEY);
    if (!broken.isObject()) {
      return null;
    }
    String file = Characters.storable(broken.path("file").asText("file"));
    int line = broken.path("line").asInt();
    return new Finding(
        file,
        line,
        1,
        Finding.Level.ERROR,
        "row.broken",
        "Line %d of '%s' is not read: %s.".formatted(line, file, broken.path("why").asText()),
        "Mend the line and drop the file again: rows that came before count once.");
  }
}
