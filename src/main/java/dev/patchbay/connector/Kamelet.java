package dev.patchbay.connector;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Kamelet of a connector folder, as far as Patchbay must know it.
 *
 * @param name its {@code metadata.name}, by which routes call it
 * @param file how findings name it
 * @param properties what it declares, by name in the order written
 * @param required names that must have a value
 * @param used names its template uses between braces, beans left out
 * @param strictlyUsed those of {@code used} that must have a value: written without {@code ?}
 * @param http whether it calls by HTTP
 * @param dependencies what it says it needs, such as {@code camel:http}
 * @param text the whole file
 */
public record Kamelet(
    String name,
    String file,
    Map<String, Property> properties,
    Set<String> required,
    Set<String> used,
    Set<String> strictlyUsed,
    boolean http,
    Set<String> dependencies,
    String text) {

  /** What follows a Kamelet's name in its file's name. */
  public static final String SUFFIX = ".kamelet.yaml";

  /** The property of a source Kamelet that Patchbay itself fills. */
  public static final String CURSOR = "cursor";

  /** The property of a sink Kamelet that Patchbay fills where requests are signed. */
  public static final String SIGNATURE = "signature";

  /** The property that is the stack's time zone, where a connection says no other. */
  public static final String TIMEZONE = "timezone";

  /**
   * A declared property.
   *
   * @param type of JSON Schema, such as {@code string}
   * @param defaultValue what it is when not given, or {@code null}
   * @param secret whether it is marked {@code format: password}
   */
  public record Property(String name, String type, @Nullable String defaultValue, boolean secret) {}

  /** What computes and never waits. */
  private static final Set<String> COMPUTING =
      Set.of("camel:kamelet", "camel:core", "camel:jackson", "camel:jsonpath");

  /** Whether it waits for nothing but answers by HTTP, as far as it says what it needs. */
  public boolean waitsOnlyForHttp() {
    return dependencies.contains("camel:http")
        && dependencies.stream()
            .allMatch(each -> each.equals("camel:http") || COMPUTING.contains(each));
  }

  /** Reads a Kamelet; empty when the file is not there or is no Kamelet. */
  public static Optional<Kamelet> read(ConnectorFolder folder, String name) {
    return KameletReader.read(folder, name).kamelet();
  }
}
