package dev.patchbay.yaml;

import dev.patchbay.diagnostic.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks single values against their field. */
final class ShapeCheck {

  private final String file;
  private final KindNames kinds;
  private final List<Finding> findings;

  ShapeCheck(String file, KindNames kinds, List<Finding> findings) {
    this.file = file;
    this.kinds = kinds;
    this.findings = findings;
  }

  Section section(Shape shape, YamlNode node) {
    return shape.read(node, file, kinds, findings);
  }

  boolean fits(Field field, YamlNode node) {
    return switch (field.type()) {
      case ANY -> true;
      case TEXT -> single(field, node) && choice(field, (YamlScalar) node);
      case INTEGER -> integer(field, node);
      case BOOLEAN ->
          node instanceof YamlScalar scalar && scalar.isBoolean()
              || wrongType(node, key(field), "true or false");
      case DURATION -> single(field, node) && duration(field, (YamlScalar) node);
      case TEXTS -> texts(field, node);
      case SECTION -> node instanceof YamlMapping || wrongType(node, key(field), "a mapping");
      case SECTIONS -> named(field, node);
      case TABLE -> table(field, node);
    };
  }

  private boolean single(Field field, YamlNode node) {
    return node instanceof YamlScalar || wrongType(node, key(field), "a text");
  }

  private boolean integer(Field field, YamlNode node) {
    if (!(node instanceof YamlScalar scalar) || !scalar.isInteger()) {
      return wrongType(node, key(field), "a whole number");
    }
    return scalar.text().length() <= 9
        || bad(node, "The number of '%s' is too large.".formatted(field.name()), "Write less.");
  }

  private boolean choice(Field field, YamlScalar scalar) {
    return field.choices().isEmpty()
        || field.choices().contains(scalar.text())
        || bad(
            scalar,
            "'%s' cannot be%s.".formatted(field.name(), NearestName.quoted(scalar.text())),
            NearestName.remedy(scalar.text(), field.choices()));
  }

  private boolean duration(Field field, YamlScalar scalar) {
    return DurationText.parse(scalar.text()).isPresent()
        || bad(
            scalar,
            "'%s' is not a duration.".formatted(field.name()),
            "Write a number and a unit, such as 30s, 5m, 12h or 2d.");
  }

  private boolean texts(Field field, YamlNode node) {
    if (node instanceof YamlSequence sequence) {
      boolean all = true;
      for (YamlNode item : sequence.items()) {
        boolean text = item instanceof YamlScalar scalar && !scalar.isNull();
        all &= text || wrongType(item, "an item of '" + field.name() + "'", "a text");
      }
      return all;
    }
    return node instanceof YamlScalar || wrongType(node, key(field), "a text or a list of texts");
  }

  private boolean named(Field field, YamlNode node) {
    if (!(node instanceof YamlMapping mapping)) {
      return wrongType(node, key(field), "a mapping from names");
    }
    mapping.entries().values().forEach(entry -> name(field, entry, field.names()));
    return true;
  }

  private boolean table(Field field, YamlNode node) {
    if (!(node instanceof YamlMapping mapping)) {
      return wrongType(node, key(field), "a mapping");
    }
    boolean all = true;
    for (YamlMapping.Entry entry : mapping.entries().values()) {
      all &=
          entry.value() instanceof YamlScalar
              || wrongType(
                  entry.value(), "a value of '" + field.name() + "'", "a text or a number");
    }
    return all;
  }

  private void name(Field field, YamlMapping.Entry entry, @Nullable String names) {
    if (names != null && !entry.key().matches(names)) {
      findings.add(
          Finding.error(
              file,
              entry.line(),
              entry.column(),
              kinds.badValue(),
              "A name in '%s' has characters that are not allowed.".formatted(field.name()),
              "Write names that match %s.".formatted(names)));
    }
  }

  boolean wrongType(YamlNode node, String what, String expected) {
    findings.add(
        Finding.error(
            file,
            node.line(),
            node.column(),
            kinds.wrongType(),
            "%s is %s, not %s.".formatted(capital(what), node.noun(), expected),
            "Write %s.".formatted(expected)));
    return false;
  }

  private boolean bad(YamlNode node, String text, String remedy) {
    findings.add(Finding.error(file, node.line(), node.column(), kinds.badValue(), text, remedy));
    return false;
  }

  private static String key(Field field) {
    return "The value of '" + field.name() + "'";
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
