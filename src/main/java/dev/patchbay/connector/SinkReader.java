package dev.patchbay.connector;

import dev.patchbay.yaml.Section;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlScalar;
import dev.patchbay.yaml.YamlSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one sink of a sheet with its outcome table. */
final class SinkReader {

  private static final int CONCURRENCY = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

  private final SheetReader sheet;
  private final Set<String> parameters;

  /** Lowest and highest status of a line. */
  private record Range(int from, int to) {}

  SinkReader(SheetReader sheet, Set<String> parameters) {
    this.sheet = sheet;
    this.parameters = parameters;
  }

  Sink sink(String name, Section sink) {
    SourceReader.selectors(sheet, sink);
    sink.scalar("mappingFrom").ifPresent(from -> sheet.mustBeParameter(from, parameters));
    sink.scalar("apart").ifPresent(place -> sheet.mustBeParameter(place, parameters));
    sink.scalar("concurrency")
        .filter(number -> sink.integer("concurrency", 1) < 1)
        .ifPresent(number -> sheet.bad(number, "'concurrency' is below 1.", "Write 1 or more."));
    Section idempotency = sink.section("idempotency").orElse(null);
    return new Sink(
        name,
        sink.text("title", name),
        sink.texts("events"),
        sink.text("kamelet"),
        sink.text("mapping"),
        sink.text("mappingFrom"),
        sink.has("answer"),
        keeps(sink),
        sink.flag("removes", false),
        sink.text("apart"),
        sink.section("batch").map(this::batch).orElse(null),
        sink.section("sign")
            .map(section -> new SignatureReader(sheet, parameters).signature(section))
            .orElse(null),
        idempotency == null ? "none" : idempotency.text("by", "none"),
        idempotency == null ? null : idempotency.text("key"),
        sink.integer("concurrency", CONCURRENCY),
        sheet.rateLimit(sink),
        sink.duration("timeout", TIMEOUT),
        Sink.OnDead.valueOf(SheetReader.constant(sink.text("onDead", "park"))),
        outcomes(sink));
  }

  private List<String> keeps(Section sink) {
    List<String> fields = sink.texts("keeps");
    for (String field : fields) {
      if (!Sink.FIELDS.contains(field)) {
        sink.node("keeps")
            .ifPresent(
                node ->
                    sheet.bad(
                        node,
                        "'keeps' names '%s', which is no field of a person.".formatted(field),
                        "Known: %s.".formatted(String.join(", ", Sink.FIELDS))));
      }
    }
    return fields;
  }

  private Batch batch(Section section) {
    int size = section.integer("size", 1);
    String list = section.text("list", "");
    if (size < 2) {
      section
          .scalar("size")
          .ifPresent(
              number -> sheet.bad(number, "'size' is below 2.", "Write 2 or more, or no batch."));
    }
    if (!list.startsWith("/")) {
      section
          .scalar("list")
          .ifPresent(
              text -> sheet.bad(text, "'list' is no JSON pointer.", "Write it as '/inputs'."));
    }
    return new Batch(size, list);
  }

  private List<OutcomeRule> outcomes(Section sink) {
    YamlNode node = sink.node("outcomes").orElse(null);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof YamlSequence list)) {
      sheet.bad(node, "'outcomes' is not a list.", "Write one line for each outcome.");
      return List.of();
    }
    List<OutcomeRule> rules = new ArrayList<>();
    for (YamlNode item : list.items()) {
      rules.addAll(
          outcome(
              SheetShapes.OUTCOME.read(item, sheet.file(), SheetShapes.KINDS, sheet.findings())));
    }
    return List.copyOf(rules);
  }

  private List<OutcomeRule> outcome(Section line) {
    if (!line.has("status") && !line.has("when") && !line.has("error")) {
      sheet.missing(line, "An outcome has no condition.", "Write status, when or error.");
    }
    String is = line.text("is", "accepted");
    if (!is.equals("accepted") && !line.has("kind")) {
      sheet.missing(line, "An outcome has no 'kind'.", "Give the error a stable name.");
    }
    if (is.equals("fix-config") && !line.has("remedy")) {
      sheet.missing(line, "A fix-config outcome has no 'remedy'.", "Say what IT should mend.");
    }
    return ranges(line).stream()
        .map(
            range ->
                new OutcomeRule(
                    range.from(),
                    range.to(),
                    line.text("error"),
                    line.text("code"),
                    line.text("when"),
                    OutcomeRule.Verdict.valueOf(SheetReader.constant(is)),
                    line.text("kind", is),
                    line.text("retryAfter"),
                    line.text("remedy")))
        .toList();
  }

  /** What a line covers: its statuses; every status for a bare condition; none for an error. */
  private List<Range> ranges(Section line) {
    YamlNode status = line.node("status").orElse(null);
    if (status == null) {
      return List.of(
          line.has("when") && !line.has("error") ? new Range(100, 599) : new Range(0, 0));
    }
    List<YamlNode> items = status instanceof YamlSequence list ? list.items() : List.of(status);
    List<Range> ranges = new ArrayList<>();
    for (YamlNode item : items) {
      Matcher matcher = STATUS.matcher(item instanceof YamlScalar scalar ? scalar.text() : "");
      if (matcher.matches()) {
        int from = Integer.parseInt(matcher.group(1));
        ranges.add(
            new Range(from, matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2))));
      } else {
        sheet.bad(
            item,
            "'status' is neither a number nor a range.",
            "Write such as 429, 500-599 or [401, 403].");
      }
    }
    return ranges;
  }
}
