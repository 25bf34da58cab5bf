package dev.patchbay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.access.Audit;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.tools.Difference;
import dev.patchbay.tools.Drift;
import dev.patchbay.tools.Tools;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells where tools do not agree on customers. */
@Command(
    name = "drift",
    description = {
      "Customers who differ between tools, are missing in one or are there twice, by what the tools"
          + " told and took.",
      "Values are printed with --values only."
    },
    mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {

  private static final int AT_ONCE = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StackDatabase hub = new StackDatabase();

  @Option(names = "--json", description = "Print each difference as a line of JSON.")
  private boolean json;

  @Option(names = "--values", description = "Print what tools hold and what they should hold.")
  private boolean values;

  @Option(
      names = "--repair",
      description =
          "Write the winning values to the tools that differ, and send again what was given up; the"
              + " running hub sends it.")
  private boolean repair;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Clock clock = Clock.systemUTC();
    Map<String, Integer> counts = new TreeMap<>();
    int written = 0;
    int replayed = 0;
    try (OpenDatabase open = hub.open()) {
      Drift drift = new Drift(Tools.of(hub.plan()), new Ids(clock, new SecureRandom()), clock);
      @Nullable UUID after = null;
      do {
        @Nullable UUID last = after;
        Drift.Found found = open.database().inTransaction(sql -> drift.find(sql, last, AT_ONCE));
        for (Difference each : found.differences()) {
          counts.merge(each.connection() + ": " + each.kind(), 1, Integer::sum);
          out.println(json ? json(each) : line(each));
        }
        if (repair) {
          Drift.Repaired repaired =
              open.database()
                  .inTransaction(
                      sql -> {
                        Drift.Repaired done = drift.repair(sql, List.copyOf(found.differences()));
                        new Audit(clock)
                            .append(
                                sql,
                                "command line",
                                "post",
                                "drift/repair",
                                "--repair",
                                done.written() + done.replayed());
                        return done;
                      });
          written += repaired.written();
          replayed += repaired.replayed();
        }
        after = found.next();
      } while (after != null);
    }
    if (!json) {
      counts.forEach((what, count) -> out.println(what + ": " + count));
      if (repair) {
        out.println("Being written: " + written + ", sent again: " + replayed);
      }
    }
    out.flush();
    return 0;
  }

  private String line(Difference each) {
    List<String> words = new ArrayList<>();
    words.add(each.customer().toString());
    words.add(each.connection());
    words.add(each.kind());
    if (each.field() != null) {
      words.add(each.field());
    }
    if (values && each.value() != null) {
      words.add("'" + each.value() + "', should be '" + each.should() + "'");
    }
    words.add("by " + each.by());
    words.add("repair: " + each.repair());
    return String.join("  ", words);
  }

  private String json(Difference each) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("customer", each.customer().toString());
    line.put("kind", each.kind());
    line.put("connection", each.connection());
    line.put("field", each.field());
    if (values) {
      line.put("value", each.value());
      line.put("should", each.should());
    }
    line.put("by", each.by());
    each.ids().forEach(line.withArrayProperty("ids")::add);
    line.put("repair", each.repair());
    return line.toString();
  }
}
