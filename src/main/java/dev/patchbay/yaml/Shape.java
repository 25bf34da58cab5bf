package dev.patchbay.yaml;

import dev.patchbay.diagnostic.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys a mapping may have: written once, used to read, to check, to document. */
public final class Shape {

  private final String noun;
  private final Map<String, Field> fields;

  private Shape(String noun, Map<String, Field> fields) {
    this.noun = noun;
    this.fields = Collections.unmodifiableMap(fields);
  }

  /**
   * A shape.
   *
   * @param noun what people call such a mapping, such as {@code a connection}
   */
  public static Shape of(String noun, Field... fields) {
    Map<String, Field> byName = new LinkedHashMap<>();
    for (Field field : fields) {
      byName.put(field.name(), field);
    }
    return new Shape(noun, byName);
  }

  /** What people call such a mapping. */
  public String noun() {
    return noun;
  }

  /** Its keys in the order of the reference. */
  public Collection<Field> fields() {
    return fields.values();
  }

  /** The key of this name; there must be one. */
  public Field field(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("%s has no key '%s'".formatted(noun, name));
    }
    return field;
  }

  /**
   * Checks a value and gives access to it. What is wrong is added to {@code findings} and reads as
   * not written.
   */
  public Section read(YamlNode node, String file, KindNames kinds, List<Finding> findings) {
    ShapeCheck check = new ShapeCheck(file, kinds, findings);
    if (!(node instanceof YamlMapping mapping)) {
      check.wrongType(node, noun, "a mapping");
      return new Section(this, new YamlMapping(Map.of(), node.line(), node.column()), check);
    }
    List<String> known = new ArrayList<>(fields.keySet());
    for (YamlMapping.Entry entry : mapping.entries().values()) {
      if (!fields.containsKey(entry.key())) {
        findings.add(
            Finding.error(
                file,
                entry.line(),
                entry.column(),
                kinds.unknownKey(),
                "Unknown key%s in %s.".formatted(NearestName.quoted(entry.key()), noun),
                NearestName.remedy(entry.key(), known)));
      }
    }
    Map<String, YamlMapping.Entry> sound = new LinkedHashMap<>();
    for (Field field : fields.values()) {
      YamlMapping.Entry entry = mapping.entries().get(field.name());
      boolean written = mapping.get(field.name()).isPresent();
      if (!written && field.required()) {
        findings.add(
            Finding.error(
                file,
                entry == null ? mapping.line() : entry.line(),
                entry == null ? mapping.column() : entry.column(),
                kinds.missingKey(),
                "Key '%s' is missing in %s.".formatted(field.name(), noun),
                field.example() == null
                    ? "Write it."
                    : "Write it, such as '%s: %s'.".formatted(field.name(), field.example())));
      }
      if (written && entry != null && check.fits(field, entry.value())) {
        sound.put(field.name(), entry);
      }
    }
    return new Section(this, new YamlMapping(sound, mapping.line(), mapping.column()), check);
  }
}
