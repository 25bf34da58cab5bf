package dev.patchbay.docs;

import dev.patchbay.cli.PatchbayCommand;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.metrics.Meters;
import dev.patchbay.normalize.FieldRecognition;
import dev.patchbay.plan.StackSchema;
import dev.patchbay.stack.StackShapes;
import dev.patchbay.yaml.Field;
import dev.patchbay.yaml.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The generated pages: path in the project to text. */
final class ReferencePages {

  private static final String NOTICE =
      "<!-- Generated: change the source it is made from, then run `"
          + ReferenceDocsTest.COMMAND
          + "`. -->\n\n";

  private ReferencePages() {}

  static Map<String, String> all() {
    Catalog catalog = Catalog.builtIn();
    Map<String, String> pages = new TreeMap<>();
    pages.put(
        "src/main/resources/schema/stack.schema.json",
        StackSchema.of(catalog).toPrettyString() + "\n");
    pages.put("docs/reference/stack.md", stack());
    pages.putAll(EventPages.all(NOTICE));
    pages.put("docs/reference/findings.md", findings());
    pages.put("docs/reference/metrics.md", NOTICE + Meters.reference());
    pages.put("docs/reference/cli.md", commands());
    pages.put("docs/reference/connectors/README.md", index(catalog));
    for (Connector connector : catalog.all()) {
      pages.put("docs/reference/connectors/" + connector.name() + ".md", connector(connector));
    }
    return pages;
  }

  private static String stack() {
    StringBuilder page = new StringBuilder(NOTICE).append("# stack.yaml\n");
    page.append(
        """

        Editors complete and check the file when its first line is

        ```yaml
        # yaml-language-server: $schema=<project>/src/main/resources/schema/stack.schema.json
        ```

        Durations are written as `500ms`, `30s`, `5m`, `12h`, `2d` or `1h30m`. Names of connections and
        flows match `%s`. Any value under `with:` may hold `${env:NAME}` or `${file:PATH}` (a path
        is meant from the stack's folder); secrets must.
        """
            .formatted(StackShapes.NAMES));
    shape(page, "The file", StackShapes.STACK);
    page.append("\nNames under `fields`: %s.\n".formatted(code(FieldRecognition.NAMES)));
    return page.toString();
  }

  private static void shape(StringBuilder page, String title, Shape shape) {
    page.append("\n## ").append(title).append("\n\n");
    page.append("| key | value | | example |\n|---|---|---|---|\n");
    for (Field field : shape.fields()) {
      page.append(
          "| `%s`%s | %s | %s | %s |\n"
              .formatted(
                  field.name(),
                  field.required() ? " (required)" : "",
                  field.type().name().toLowerCase(Locale.ROOT),
                  cell(field.description()),
                  field.example() == null ? "" : "`" + cell(field.example()) + "`"));
    }
    for (Field field : shape.fields()) {
      if (field.shape() != null) {
        boolean named = field.type() == Field.Type.SECTIONS;
        shape(page, "`%s`".formatted(field.name() + (named ? ".<name>" : "")), field.shape());
      }
    }
  }

  private static String commands() {
    StringBuilder page = new StringBuilder(NOTICE).append("# Commands\n");
    CommandLine root =
        PatchbayCommand.commands(
            properties -> {
              throw new IllegalStateException("the reference starts no hub");
            });
    commands(page, "./patchbay ", root);
    return page.toString();
  }

  private static void commands(StringBuilder page, String path, CommandLine above) {
    above
        .getSubcommands()
        .forEach(
            (name, command) -> {
              page.append("\n## `%s%s`\n\n```text\n".formatted(path, name))
                  .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing())
                  .append("\n```\n");
              commands(page, path + name + " ", command);
            });
  }

  private static String findings() {
    StringBuilder page = new StringBuilder(NOTICE).append("# Findings\n\n");
    page.append("A kind never changes once released: programs and tests may match it.\n\n");
    page.append("| kind | |\n|---|---|\n");
    FindingKindsTest.kinds()
        .forEach((kind, says) -> page.append("| `%s` | %s |\n".formatted(kind, cell(says))));
    return page.toString();
  }

  private static String index(Catalog catalog) {
    StringBuilder page = new StringBuilder(NOTICE).append("# Connectors\n\n");
    page.append("| connector | category | tells us of | can be told of |\n|---|---|---|---|\n");
    for (Connector connector : catalog.all()) {
      Source source = connector.source();
      page.append(
          "| [%s](%s.md) | %s | %s | %s |\n"
              .formatted(
                  connector.title(),
                  connector.name(),
                  connector.category().name().toLowerCase(Locale.ROOT),
                  source == null ? "" : String.join(", ", source.events()),
                  String.join(
                      "; ",
                      connector.sinks().values().stream()
                          .map(sink -> String.join(", ", sink.events()))
                          .toList())));
    }
    return page.toString();
  }

  private static String connector(Connector connector) {
    StringBuilder page = new StringBuilder(NOTICE);
    page.append(
        "# %s (`%s`)\n\n%s\n"
            .formatted(connector.title(), connector.name(), connector.description()));
    if (!connector.parameters().isEmpty()) {
      page.append("\n## `with:`\n\n| key | value | default | |\n|---|---|---|---|\n");
      connector.parameters().values().forEach(parameter -> parameter(page, parameter));
    }
    Source source = connector.source();
    if (source != null) {
      source(page, connector.name(), source);
    }
    connector.sinks().values().forEach(sink -> sink(page, sink));
    if (!connector.links().isEmpty()) {
      page.append("\n## The vendor's pages\n\n");
      connector.links().forEach((what, link) -> page.append("- [%s](%s)\n".formatted(what, link)));
      if (connector.checked() != null) {
        page.append("\nLast compared with them on %s.\n".formatted(connector.checked()));
      }
    }
    return page.toString();
  }

  private static void parameter(StringBuilder page, Parameter parameter) {
    String choices =
        parameter.choices().isEmpty() ? "" : ": " + String.join(", ", parameter.choices());
    page.append(
        "| `%s`%s | %s%s%s | %s | %s%s |\n"
            .formatted(
                parameter.name(),
                parameter.required() ? " (required)" : "",
                parameter.type().name().toLowerCase(Locale.ROOT),
                parameter.secret() ? ", secret" : "",
                cell(choices),
                parameter.defaultValue() == null || parameter.defaultValue().isEmpty()
                    ? ""
                    : "`" + cell(parameter.defaultValue()) + "`",
                cell(parameter.title()),
                parameter.description() == null ? "" : ". " + cell(parameter.description())));
  }

  private static void source(StringBuilder page, String name, Source source) {
    page.append("\n## Source\n\nGives %s.".formatted(code(source.events())));
    switch (source.kind()) {
      case WEBHOOK ->
          page.append(
              " Let it post to `/hooks/<connection>`; signing: %s.\n"
                  .formatted(
                      code(
                          source.signatures().values().stream()
                              .map(signature -> signature.scheme().name().toLowerCase(Locale.ROOT))
                              .distinct()
                              .toList())));
      case POLL -> page.append(" Read by Kamelet `%s`.\n".formatted(source.kamelet()));
      case ROUTE ->
          page.append(
              " Your own route sends to `inbox:<connection>` (connector `%s`).\n".formatted(name));
    }
    if (source.script() != null) {
      page.append("\nSites include its script:\n\n```html\n");
      page.append("<script async src=\"https://<hub>/hooks/<connection>\"></script>\n```\n");
    }
    if (!source.vendor().isEmpty()) {
      page.append("\n| of the vendor | |\n|---|---|\n");
      source
          .vendor()
          .forEach((fact, says) -> page.append("| %s | %s |\n".formatted(fact, cell(says))));
    }
  }

  private static void sink(StringBuilder page, Sink sink) {
    page.append(
        "\n## Sink `%s`: %s\n\nAccepts %s. Repeats: %s%s. At once: %d; at most %s; each at most %d s.\n"
            .formatted(
                sink.name(),
                sink.title(),
                code(sink.events()),
                sink.idempotency(),
                sink.key() == null ? "" : " by " + sink.key(),
                sink.concurrency(),
                sink.rateLimit().requests() == 0
                    ? "without limit"
                    : sink.rateLimit().requests()
                        + " in "
                        + sink.rateLimit().per().toMillis() / 1000.0
                        + " s",
                sink.timeout().toSeconds()));
    if (!sink.outcomes().isEmpty()) {
      page.append("\n| answer | means | kind | remedy |\n|---|---|---|---|\n");
      sink.outcomes().forEach(rule -> outcome(page, rule));
    }
  }

  private static void outcome(StringBuilder page, OutcomeRule rule) {
    String status =
        rule.statusFrom() == 0
            ? ""
            : rule.statusFrom() == rule.statusTo()
                ? "" + rule.statusFrom()
                : rule.statusFrom() + "-" + rule.statusTo();
    page.append(
        "| %s%s%s%s | %s | `%s` | %s |\n"
            .formatted(
                status,
                quoted(rule.error()),
                quoted(rule.code()),
                quoted(rule.when()),
                rule.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                rule.kind(),
                rule.remedy() == null ? "" : cell(rule.remedy())));
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "" : " `" + cell(text) + "`";
  }

  private static String code(Iterable<String> words) {
    return "`" + String.join("`, `", words) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ").strip();
  }
}
