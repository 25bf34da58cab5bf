package dev.patchbay.plan;

import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import java.util.Optional;
import java.util.function.Function;

/** Compiles mappings. */
@FunctionalInterface
public interface MappingCompiler {

  /**
   * Compiles {@code text}.
   *
   * @param name how findings name the file
   * @param imports gives the text of an imported file, or empty when there is none
   * @throws MappingException when the text is no mapping
   */
  Mapping compile(String name, String text, Function<String, Optional<String>> imports);
}
