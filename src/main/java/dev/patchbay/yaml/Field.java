package dev.patchbay.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a {@link Shape}: what is read, checked, documented and offered by editors.
 *
 * @param type what its value must be
 * @param description one sentence for the reference
 * @param example a value for the reference, or {@code null}
 * @param choices the only values allowed; empty when any will do
 * @param shape of the value, or of each named value; {@code null} for other types
 * @param names pattern of the names within, for {@link Type#SECTIONS} and {@link Type#TABLE}
 */
public record Field(
    String name,
    Type type,
    boolean required,
    String description,
    @Nullable String example,
    List<String> choices,
    @Nullable Shape shape,
    @Nullable String names) {

  /** What a value must be. */
  public enum Type {
    TEXT,
    INTEGER,
    BOOLEAN,
    DURATION,
    /** A text or a list of texts. */
    TEXTS,
    /** A mapping with a shape of its own. */
    SECTION,
    /** A mapping from names to mappings of one shape. */
    SECTIONS,
    /** A mapping from names to single values. */
    TABLE,
    /** Anything; its reader checks it. */
    ANY
  }

  /** A key with a text. */
  public static Field text(String name, String description) {
    return of(name, Type.TEXT, description);
  }

  /** A key whose value is of {@code type}. */
  public static Field of(String name, Type type, String description) {
    return new Field(name, type, false, description, null, List.of(), null, null);
  }

  /** A key with a mapping. */
  public static Field section(String name, String description, Shape shape) {
    return new Field(name, Type.SECTION, false, description, null, List.of(), shape, null);
  }

  /** A key with named mappings, whose names match {@code names}. */
  public static Field sections(String name, String description, String names, Shape shape) {
    return new Field(name, Type.SECTIONS, false, description, null, List.of(), shape, names);
  }

  /** The same, and it must be written. */
  public Field must() {
    return new Field(name, type, true, description, example, choices, shape, names);
  }

  /** The same with an example. */
  public Field like(String example) {
    return new Field(name, type, required, description, example, choices, shape, names);
  }

  /** The same with the only values allowed. */
  public Field oneOf(String... choices) {
    return new Field(name, type, required, description, example, List.of(choices), shape, names);
  }
}
