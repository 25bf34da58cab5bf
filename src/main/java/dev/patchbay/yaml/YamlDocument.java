package dev.patchbay.yaml;

import dev.patchbay.diagnostic.Finding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What reading a YAML file gave: a value or findings.
 *
 * @param file as the user named it
 * @param value the whole document, or {@code null} when it could not be read
 * @param findings why it could not be read; empty when it could
 */
public record YamlDocument(String file, @Nullable YamlNode value, List<Finding> findings) {

  /** The document when it is a mapping, as every file of ours is. */
  public Optional<YamlMapping> mapping() {
    return value instanceof YamlMapping mapping ? Optional.of(mapping) : Optional.empty();
  }
}
