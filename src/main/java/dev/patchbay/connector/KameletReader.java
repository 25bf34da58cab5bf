package dev.patchbay.connector;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.YamlDocument;
import dev.patchbay.yaml.YamlMapping;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlReader;
import dev.patchbay.yaml.YamlScalar;
import dev.patchbay.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a Kamelet file and tells what keeps it from being one. */
final class KameletReader {

  static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([^{}]+?)}}");

  private final String file;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * What reading gave.
   *
   * @param template the template's node, or {@code null} when there is no Kamelet
   */
  record Reading(
      Optional<Kamelet> kamelet, @Nullable YamlMapping template, List<Finding> findings) {}

  private KameletReader(String file) {
    this.file = file;
  }

  static Reading read(ConnectorFolder folder, String name) {
    String fileName = name + Kamelet.SUFFIX;
    String shown = folder.display(fileName);
    Optional<String> text = folder.read(fileName);
    if (text.isEmpty()) {
      return new Reading(
          Optional.empty(),
          null,
          List.of(
              Finding.error(
                  shown,
                  0,
                  0,
                  "connector.missing-file",
                  "The sheet names this Kamelet, and the file is not there.",
                  "Write it, or take its name out of the sheet.")));
    }
    YamlDocument document = YamlReader.read(shown, text.get());
    YamlNode root = document.value();
    if (root == null) {
      return new Reading(Optional.empty(), null, document.findings());
    }
    return new KameletReader(shown).kamelet(root, name, text.get());
  }

  private Reading kamelet(YamlNode root, String name, String text) {
    mustBe(root, "apiVersion", "camel.apache.org/v1");
    mustBe(root, "kind", "Kamelet");
    mustBe(root, "metadata/name", name);
    YamlNode definition = at(root, "spec/definition");
    YamlNode template = at(root, "spec/template");
    if (definition == null) {
      malformed(root, "'spec.definition' is missing.", "Declare the Kamelet's properties there.");
    }
    if (!(template instanceof YamlMapping mapping) || mapping.get("from").isEmpty()) {
      malformed(root, "'spec.template.from' is missing.", "Write the route there.");
      return new Reading(Optional.empty(), null, List.copyOf(findings));
    }
    Set<String> used = new LinkedHashSet<>();
    Set<String> strictlyUsed = new LinkedHashSet<>();
    placeholders(mapping, used, strictlyUsed);
    Set<String> beans = beans(mapping);
    used.removeAll(beans);
    strictlyUsed.removeAll(beans);
    Kamelet kamelet =
        new Kamelet(
            name,
            file,
            properties(definition),
            texts(definition, "required"),
            used,
            strictlyUsed,
            scalars(mapping).stream().anyMatch(KameletReader::isHttp),
            texts(root, "spec/dependencies"),
            text);
    boolean broken = findings.stream().anyMatch(Finding::isError);
    return new Reading(
        broken ? Optional.empty() : Optional.of(kamelet), mapping, List.copyOf(findings));
  }

  private static boolean isHttp(YamlScalar scalar) {
    return scalar.text().startsWith("http:")
        || scalar.text().startsWith("https:")
        || scalar.text().equals("CamelHttpUri")
        || scalar.text().equals("CamelHttpMethod");
  }

  private static void placeholders(YamlNode node, Set<String> used, Set<String> strictlyUsed) {
    for (YamlScalar scalar : scalars(node)) {
      Matcher matcher = PLACEHOLDER.matcher(scalar.text());
      while (matcher.find()) {
        String name = matcher.group(2).strip();
        used.add(name);
        if (matcher.group(1).isEmpty()) {
          strictlyUsed.add(name);
        }
      }
    }
  }

  private static Set<String> beans(YamlMapping template) {
    Set<String> names = new LinkedHashSet<>();
    if (template.get("beans").orElse(null) instanceof YamlSequence beans) {
      for (YamlNode bean : beans.items()) {
        if (at(bean, "name") instanceof YamlScalar name) {
          names.add(name.text());
        }
      }
    }
    return names;
  }

  private static Map<String, Kamelet.Property> properties(@Nullable YamlNode definition) {
    Map<String, Kamelet.Property> properties = new LinkedHashMap<>();
    if (at(definition, "properties") instanceof YamlMapping declared) {
      declared
          .entries()
          .forEach(
              (name, entry) ->
                  properties.put(
                      name,
                      new Kamelet.Property(
                          name,
                          String.valueOf(text(entry.value(), "type")),
                          text(entry.value(), "default"),
                          "password".equals(text(entry.value(), "format")))));
    }
    return java.util.Collections.unmodifiableMap(properties);
  }

  private static Set<String> texts(@Nullable YamlNode node, String path) {
    Set<String> texts = new LinkedHashSet<>();
    if (at(node, path) instanceof YamlSequence items) {
      for (YamlNode item : items.items()) {
        if (item instanceof YamlScalar scalar) {
          texts.add(scalar.text());
        }
      }
    }
    return texts;
  }

  private void mustBe(YamlNode root, String path, String expected) {
    String shown = path.replace('/', '.');
    YamlNode node = at(root, path);
    if (!(node instanceof YamlScalar scalar) || !scalar.text().equals(expected)) {
      malformed(
          node == null ? root : node,
          "'%s' is not '%s'.".formatted(shown, expected),
          "Write '%s'.".formatted(expected));
    }
  }

  private void malformed(YamlNode node, String text, String remedy) {
    findings.add(
        Finding.error(file, node.line(), node.column(), "kamelet.malformed", text, remedy));
  }

  /** All single values below a node. */
  static List<YamlScalar> scalars(YamlNode node) {
    List<YamlScalar> scalars = new ArrayList<>();
    collect(node, scalars);
    return scalars;
  }

  private static void collect(YamlNode node, List<YamlScalar> scalars) {
    if (node instanceof YamlScalar scalar) {
      scalars.add(scalar);
    } else if (node instanceof YamlSequence sequence) {
      sequence.items().forEach(item -> collect(item, scalars));
    } else if (node instanceof YamlMapping mapping) {
      mapping.entries().values().forEach(entry -> collect(entry.value(), scalars));
    }
  }

  static @Nullable YamlNode at(@Nullable YamlNode node, String path) {
    YamlNode here = node;
    for (String key : path.split("/", -1)) {
      here = here instanceof YamlMapping mapping ? mapping.get(key).orElse(null) : null;
    }
    return here;
  }

  private static @Nullable String text(YamlNode node, String path) {
    return at(node, path) instanceof YamlScalar scalar ? scalar.text() : null;
  }
}
