package dev.patchbay.connector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key that a stack may write under {@code with:}.
 *
 * @param secret whether the value must come from {@code ${env:}} or {@code ${file:}} and is never
 *     printed
 * @param inBody whether the vendor takes this secret in the body of a request, not in a header
 * @param required whether a connection cannot run without it
 * @param defaultValue what it is when not written, or {@code null}
 * @param choices the only values allowed; empty when any will do
 */
public record Parameter(
    String name,
    String title,
    @Nullable String description,
    Type type,
    boolean secret,
    boolean inBody,
    boolean required,
    @Nullable String defaultValue,
    List<String> choices,
    @Nullable String example) {

  /** What a value must look like. */
  public enum Type {
    STRING,
    INTEGER,
    BOOLEAN,
    /** Such as {@code 30s}, {@code 5m}, {@code 12h}, {@code 2d}. */
    DURATION,
    URL
  }
}
