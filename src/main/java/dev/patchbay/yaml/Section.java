package dev.patchbay.yaml;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that was checked against its shape. What is not written, or written wrongly, reads as
 * absent.
 */
public final class Section {

  private final Shape shape;
  private final YamlMapping mapping;
  private final ShapeCheck check;

  Section(Shape shape, YamlMapping mapping, ShapeCheck check) {
    this.shape = shape;
    this.mapping = mapping;
    this.check = check;
  }

  /** Line from 1. */
  public int line() {
    return mapping.line();
  }

  /** Column from 1. */
  public int column() {
    return mapping.column();
  }

  /** Whether a sound value is written for the key. */
  public boolean has(String key) {
    return mapping.get(key).isPresent();
  }

  /** The value with its place, whatever it is. */
  public Optional<YamlNode> node(String key) {
    return mapping.get(key);
  }

  /** A text, or {@code null}. */
  public @Nullable String text(String key) {
    return scalar(key).map(YamlScalar::text).orElse(null);
  }

  /** A text, or {@code absent}. */
  public String text(String key, String absent) {
    return scalar(key).map(YamlScalar::text).orElse(absent);
  }

  /** The single value with its place. */
  public Optional<YamlScalar> scalar(String key) {
    return mapping.get(key).filter(YamlScalar.class::isInstance).map(YamlScalar.class::cast);
  }

  /** A number, or {@code absent}. */
  public int integer(String key, int absent) {
    return scalar(key).map(scalar -> Integer.parseInt(scalar.text())).orElse(absent);
  }

  /** A boolean, or {@code absent}. */
  public boolean flag(String key, boolean absent) {
    return scalar(key).map(scalar -> Boolean.parseBoolean(scalar.text())).orElse(absent);
  }

  /** A duration, or {@code null}. */
  public @Nullable Duration duration(String key) {
    return scalar(key).flatMap(scalar -> DurationText.parse(scalar.text())).orElse(null);
  }

  /** A duration, or {@code absent}. */
  public Duration duration(String key, Duration absent) {
    return scalar(key).flatMap(scalar -> DurationText.parse(scalar.text())).orElse(absent);
  }

  /** The texts of a text or a list of texts; empty when absent. */
  public List<String> texts(String key) {
    return scalars(key).stream().map(YamlScalar::text).toList();
  }

  /** The same with places. */
  public List<YamlScalar> scalars(String key) {
    YamlNode node = mapping.get(key).orElse(null);
    if (node instanceof YamlScalar scalar) {
      return List.of(scalar);
    }
    return node instanceof YamlSequence sequence
        ? sequence.items().stream()
            .filter(YamlScalar.class::isInstance)
            .map(YamlScalar.class::cast)
            .toList()
        : List.of();
  }

  /** A mapping with a shape of its own. */
  public Optional<Section> section(String key) {
    Shape inner = shape.field(key).shape();
    return inner == null ? Optional.empty() : mapping.get(key).map(n -> check.section(inner, n));
  }

  /** Mappings by name, in the order written. */
  public Map<String, Section> sections(String key) {
    Shape inner = shape.field(key).shape();
    Map<String, Section> sections = new LinkedHashMap<>();
    if (inner != null) {
      entries(key)
          .values()
          .forEach(entry -> sections.put(entry.key(), check.section(inner, entry.value())));
    }
    return Collections.unmodifiableMap(sections);
  }

  /** The entries of a mapping, in the order written; empty when absent. */
  public Map<String, YamlMapping.Entry> entries(String key) {
    return mapping.get(key).orElse(null) instanceof YamlMapping inner ? inner.entries() : Map.of();
  }

  /** Single values by name, in the order written. */
  public Map<String, String> table(String key) {
    Map<String, String> table = new LinkedHashMap<>();
    entries(key)
        .values()
        .forEach(
            entry -> {
              if (entry.value() instanceof YamlScalar scalar && !scalar.isNull()) {
                table.put(entry.key(), scalar.text());
              }
            });
    return Collections.unmodifiableMap(table);
  }
}
