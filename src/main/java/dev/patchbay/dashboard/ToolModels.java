package dev.patchbay.dashboard;

import dev.patchbay.event.Removal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What tools hold of customers and do not agree on, as the API tells it. */
final class ToolModels {

  private ToolModels() {}

  /** One field as a tool has it. */
  record Held(String field, String value, Instant at, String origin) {}

  /** The end of a tool's record. */
  record Ended(Instant at, String reason) {}

  /** What a tool holds, or that it holds them no more. */
  record Tool(String connection, List<String> ids, List<Held> fields, @Nullable Ended removed) {

    /** That it holds them no more, in words; empty where it does. */
    public String gone() {
      return removed == null ? "" : new Removal(removed.reason()).in(connection);
    }
  }

  /** What tools do not agree on. */
  record Difference(
      UUID customer,
      @Nullable String name,
      String kind,
      String connection,
      @Nullable String field,
      @Nullable String value,
      @Nullable String should,
      String by,
      List<String> ids,
      String repair) {

    /** What is amiss, in words. */
    public String words() {
      return switch (kind) {
        case "missing" ->
            "Is not in " + connection + ", though the flow " + by + " sends them there.";
        case "doubled" ->
            "Is in " + connection + " " + ids.size() + " times: " + String.join(", ", ids) + ".";
        default -> CustomerModels.field(field) + " differs in " + connection + ".";
      };
    }

    /** How it is mended. */
    public String mending() {
      return DifferencePages.mending(repair, connection);
    }

    /** Whether a repair mends it. */
    public boolean isMendable() {
      return repair.equals("write") || repair.equals("replay");
    }
  }

  /** What each tool holds of a customer, and where they differ. */
  record Tools(List<Tool> tools, List<Difference> differences) {

    /** Those that hold them. */
    public List<Tool> holding() {
      return tools.stream().filter(tool -> tool.removed() == null).toList();
    }

    /** Those that hold them no more. */
    public List<Tool> removed() {
      return tools.stream().filter(tool -> tool.removed() != null).toList();
    }

    /** Every field that any of them holds. */
    public List<String> fields() {
      return tools.stream()
          .flatMap(tool -> tool.fields().stream())
          .map(Held::field)
          .distinct()
          .sorted(Comparator.comparing(CustomerModels::rank).thenComparing(field -> field))
          .toList();
    }

    /** The field's name as people say it. */
    public String name(String field) {
      return CustomerModels.field(field);
    }

    /** What a tool holds in a field, or {@code null}. */
    public @Nullable Held held(Tool tool, String field) {
      return tool.fields().stream()
          .filter(each -> each.field().equals(field))
          .findFirst()
          .orElse(null);
    }

    /** Whether a tool's field is not what it should be. */
    public boolean differs(Tool tool, String field) {
      return differences.stream()
          .anyMatch(
              each -> each.connection().equals(tool.connection()) && field.equals(each.field()));
    }

    /** Whether a repair mends anything. */
    public boolean isMendable() {
      return differences.stream().anyMatch(Difference::isMendable);
    }
  }
}
