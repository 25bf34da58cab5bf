package dev.patchbay.connector;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.YamlMapping;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlScalar;
import dev.patchbay.yaml.YamlSequence;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what a Kamelet's template does: transport, and nothing else. */
final class TemplateLint {

  private static final Set<String> BANNED_LANGUAGES =
      Set.of(
          "groovy",
          "datasonnet",
          "mvel",
          "ognl",
          "spel",
          "js",
          "javascript",
          "python",
          "joor",
          "java",
          "quickjs",
          "wasm");
  private static final Set<String> BANNED_HANDLING =
      Set.of("errorHandler", "onException", "redeliveryPolicy", "circuitBreaker", "threads");
  private static final Pattern SIMPLE = Pattern.compile("\\$(?:simple)?\\{([^{}]*)}");
  private static final Pattern ALLOWED_SIMPLE =
      Pattern.compile(
          "body|(headers?|exchangeProperty|variable)(\\.[A-Za-z0-9_-]+|\\[[A-Za-z0-9_.-]+])|exchangeId|header:[A-Za-z0-9_-]+");

  private final Kamelet kamelet;
  private final List<Finding> findings;

  TemplateLint(Kamelet kamelet, List<Finding> findings) {
    this.kamelet = kamelet;
    this.findings = findings;
  }

  void check(YamlMapping template, boolean sink) {
    template.entries().forEach((key, entry) -> walk(key, entry, false));
    if (sink) {
      sinkStart(template);
    } else {
      sourceEnd(template);
    }
  }

  private void sinkStart(YamlMapping template) {
    YamlNode from = KameletReader.at(template, "from");
    if (from == null) {
      return;
    }
    String uri = from instanceof YamlScalar scalar ? scalar.text() : text(from, "uri");
    if (!uri.equals("kamelet:source")) {
      error(
          from,
          "kamelet.start",
          "A sink Kamelet does not start from 'kamelet:source'.",
          "Write 'from: {uri: \"kamelet:source\", steps: [...]}'.");
    }
    YamlNode steps = KameletReader.at(from, "steps");
    YamlNode first =
        steps instanceof YamlSequence list && !list.items().isEmpty() ? list.items().get(0) : null;
    YamlNode removed = KameletReader.at(first, "removeHeaders");
    boolean all =
        removed instanceof YamlScalar scalar
            ? scalar.text().equals("*")
            : text(removed, "pattern").equals("*");
    if (!all) {
      error(
          first == null ? from : first,
          "kamelet.headers",
          "A sink Kamelet does not begin by removing all headers.",
          "Write 'removeHeaders: {pattern: \"*\"}' as the first step.");
    }
  }

  private void sourceEnd(YamlMapping template) {
    if (KameletReader.scalars(template).stream()
        .noneMatch(scalar -> scalar.text().equals("kamelet:sink"))) {
      error(
          template,
          "kamelet.end",
          "A source Kamelet does not end in 'kamelet:sink'.",
          "Write 'to: kamelet:sink' as the last step.");
    }
    if (!kamelet.properties().containsKey(Kamelet.CURSOR)) {
      error(
          template,
          "kamelet.no-cursor",
          "A source Kamelet does not declare 'cursor'.",
          "Declare the property and use it, as docs/spec/connector.md shows.");
    }
  }

  private void walk(String key, YamlMapping.Entry entry, boolean address) {
    if (BANNED_LANGUAGES.contains(key.toLowerCase(Locale.ROOT))) {
      findings.add(
          Finding.error(
              kamelet.file(),
              entry.line(),
              entry.column(),
              "kamelet.language",
              "Language '%s' is not allowed: it can reach the program from data.".formatted(key),
              "Do it in a JSLT mapping; use constant, header or jsonpath in the Kamelet."));
    }
    if (BANNED_HANDLING.contains(key)) {
      findings.add(
          Finding.error(
              kamelet.file(),
              entry.line(),
              entry.column(),
              "kamelet.error-handler",
              "'%s' is not allowed: a Kamelet is transport only.".formatted(key),
              "Let it fail, and say in the sheet's outcomes what that means."));
    }
    value(entry.value(), address || key.equals("uri") || key.equals("parameters"));
  }

  private void value(YamlNode node, boolean address) {
    if (node instanceof YamlMapping mapping) {
      mapping.entries().forEach((key, entry) -> walk(key, entry, address));
    } else if (node instanceof YamlSequence sequence) {
      sequence.items().forEach(item -> value(item, address));
    } else if (node instanceof YamlScalar scalar) {
      expression(scalar);
      if (address) {
        secrets(scalar);
      }
    }
  }

  private void expression(YamlScalar scalar) {
    Matcher matcher = SIMPLE.matcher(scalar.text());
    while (matcher.find()) {
      if (!ALLOWED_SIMPLE.matcher(matcher.group(1).strip()).matches()) {
        error(
            scalar,
            "kamelet.expression",
            "This expression reaches into the body or the program.",
            "Only ${header.NAME}, ${variable.NAME} and ${body} alone may be used; do the rest in"
                + " a JSLT mapping.");
      }
    }
  }

  private void secrets(YamlScalar scalar) {
    Matcher matcher = KameletReader.PLACEHOLDER.matcher(scalar.text());
    while (matcher.find()) {
      Kamelet.Property property = kamelet.properties().get(matcher.group(2).strip());
      if (property != null && property.secret()) {
        error(
            scalar,
            "kamelet.secret-in-uri",
            "Secret '%s' is part of an address, where it is cut at '&' and logged."
                .formatted(property.name()),
            "Put it into a header by 'constant', or into a bean of the template.");
      }
    }
  }

  private static String text(@Nullable YamlNode node, String key) {
    return KameletReader.at(node, key) instanceof YamlScalar scalar ? scalar.text() : "";
  }

  private void error(YamlNode node, String kind, String text, String remedy) {
    findings.add(Finding.error(kamelet.file(), node.line(), node.column(), kind, text, remedy));
  }
}
