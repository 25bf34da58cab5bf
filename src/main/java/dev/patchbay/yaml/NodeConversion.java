package dev.patchbay.yaml;

import dev.patchbay.diagnostic.Finding;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns the parser's nodes into ours, refusing tags, repeated keys, recursion and bombs. */
final class NodeConversion {

  static final String NO_TAGS = "Tags such as '!!...' are not allowed.";

  private static final int MAX_VALUES = 200_000;
  private static final Set<Tag> CORE =
      Set.of(
          Tag.MAP,
          Tag.SEQ,
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE);

  private final String file;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Node, Sized> done = new IdentityHashMap<>();
  private final Map<Node, Boolean> open = new IdentityHashMap<>();
  private boolean tooMany;

  /** A node and how many values it stands for when aliases are written out. */
  private record Sized(YamlNode node, long values) {}

  NodeConversion(String file) {
    this.file = file;
  }

  YamlDocument convert(Node root) {
    Sized value = sized(root);
    return findings.isEmpty() && value != null
        ? new YamlDocument(file, value.node(), List.of())
        : new YamlDocument(file, null, List.copyOf(findings));
  }

  private @Nullable Sized sized(Node node) {
    Sized known = done.get(node);
    if (known != null) {
      return known;
    }
    if (tooMany) {
      return null;
    }
    if (open.put(node, true) != null) {
      refuse(node, "yaml.recursive", "This value contains itself.", "Write the value out.");
      return null;
    }
    if (!CORE.contains(node.getTag())) {
      refuse(node, "yaml.tag", NO_TAGS, "Remove the tag.");
      open.remove(node);
      return null;
    }
    Sized value =
        node instanceof MappingNode mapping
            ? mapping(mapping)
            : node instanceof SequenceNode sequence
                ? sequence(sequence)
                : scalar((ScalarNode) node);
    open.remove(node);
    if (value.values() > MAX_VALUES && !tooMany) {
      tooMany = true;
      refuse(
          node,
          "yaml.too-large",
          "With its aliases written out this stands for more than %d values.".formatted(MAX_VALUES),
          "Write fewer aliases.");
    }
    done.put(node, value);
    return value;
  }

  private Sized scalar(ScalarNode node) {
    return new Sized(
        new YamlScalar(
            node.getValue(), node.getScalarStyle() == ScalarStyle.PLAIN, line(node), column(node)),
        1);
  }

  private Sized sequence(SequenceNode node) {
    List<YamlNode> items = new ArrayList<>();
    long values = 1;
    for (Node child : node.getValue()) {
      Sized item = sized(child);
      if (item != null) {
        items.add(item.node());
        values += item.values();
      }
    }
    return new Sized(new YamlSequence(items, line(node), column(node)), values);
  }

  private Sized mapping(MappingNode node) {
    Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
    long values = 1;
    for (NodeTuple tuple : node.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode key)) {
        refuse(keyNode, "yaml.key", "A key must be a text.", "Write a plain word before the ':'.");
        continue;
      }
      if (key.getTag().equals(Tag.MERGE)) {
        refuse(key, "yaml.key", "Merge keys ('<<') are not allowed.", "Write the keys out.");
        continue;
      }
      if (!CORE.contains(key.getTag())) {
        refuse(key, "yaml.tag", NO_TAGS, "Remove the tag.");
        continue;
      }
      YamlMapping.Entry first = entries.get(key.getValue());
      if (first != null) {
        refuse(
            key,
            "yaml.duplicate-key",
            "This key is already written on line %d.".formatted(first.line()),
            "Keep one of the two.");
        continue;
      }
      Sized value = sized(tuple.getValueNode());
      if (value != null) {
        entries.put(
            key.getValue(),
            new YamlMapping.Entry(key.getValue(), line(key), column(key), value.node()));
        values += value.values();
      }
    }
    return new Sized(new YamlMapping(entries, line(node), column(node)), values);
  }

  private void refuse(Node node, String kind, String text, String remedy) {
    findings.add(Finding.error(file, line(node), column(node), kind, text, remedy));
  }

  private static int line(Node node) {
    Mark mark = node.getStartMark();
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static int column(Node node) {
    Mark mark = node.getStartMark();
    return mark == null ? 1 : mark.getColumn() + 1;
  }
}
