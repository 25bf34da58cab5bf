package dev.patchbay.stack;

import dev.patchbay.yaml.YamlMapping;
import dev.patchbay.yaml.YamlScalar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is who, as written.
 *
 * @param truth field of a person to the name of a connection, with places
 * @param sharedPhones numbers with their places
 * @param blocked addresses and numbers with their places
 * @param roles local parts of mailboxes
 * @param most addresses and numbers one customer may have, or {@code null}
 */
public record WrittenIdentity(
    Map<String, YamlMapping.Entry> truth,
    List<YamlScalar> sharedPhones,
    List<YamlScalar> blocked,
    List<String> roles,
    @Nullable Integer most) {

  /** Where nothing is written. */
  static final WrittenIdentity NONE =
      new WrittenIdentity(Map.of(), List.of(), List.of(), List.of(), null);
}
