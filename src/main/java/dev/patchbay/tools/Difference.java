package dev.patchbay.tools;

import dev.patchbay.access.Personal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that two tools, or a tool and a flow, do not agree on about a customer.
 *
 * @param kind {@code differs}, {@code missing} or {@code doubled}
 * @param connection the tool that should be mended
 * @param field the field that differs, or {@code null}
 * @param value what the tool is known to hold, or {@code null}
 * @param should what it should hold, or {@code null}
 * @param by the connection whose word that is, or the flow that says that the tool should hold them
 * @param ids the customer's ids in the tool, as far as they were told
 * @param repair {@code write} and {@code replay} are done by a repair; {@code by-hand} and {@code
 *     merge-there} are not
 */
public record Difference(
    UUID customer,
    String kind,
    String connection,
    @Nullable String field,
    @Nullable @Personal String value,
    @Nullable @Personal String should,
    String by,
    List<String> ids,
    String repair) {

  static final String DIFFERS = "differs";
  static final String MISSING = "missing";
  static final String DOUBLED = "doubled";
  static final String WRITE = "write";
  static final String REPLAY = "replay";
  static final String BY_HAND = "by-hand";
  static final String MERGE_THERE = "merge-there";

  /** {@code toString} tells no values: people must not reach logs. */
  @Override
  public String toString() {
    return "Difference[" + customer + ", " + kind + ", " + connection + ", " + field + "]";
  }
}
