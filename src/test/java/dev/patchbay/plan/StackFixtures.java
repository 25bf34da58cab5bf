package dev.patchbay.plan;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.stack.StackReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stacks, connectors and secrets that tests of planning share. */
final class StackFixtures {

  static final Path STACKS = Path.of("src/test/resources/stacks");
  static final Path CATALOG = Path.of("src/test/resources/catalog");
  static final List<String> SECRETS =
      List.of(
          "s3cr3t-of-form", "s3cr3t-of-mail", "s3cr3t-of-crm", "s3cr3t-of-file", "s3cr3t-of-door");

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "FORM_SECRET", SECRETS.get(0),
          "MAIL_PASSWORD", SECRETS.get(1),
          "CRM_TOKEN", SECRETS.get(2),
          "DOOR_TOKEN", SECRETS.get(4),
          "CRM_HOST", "crm.internal");

  private StackFixtures() {}

  static Planner planner() {
    return new Planner(
        Catalog.only(CATALOG),
        name -> Optional.ofNullable(ENVIRONMENT.get(name)),
        path -> path.endsWith("secret.txt") ? Optional.of(SECRETS.get(3) + "\n") : Optional.empty(),
        StackFixtures::compile);
  }

  static Plan plan(String text) {
    return planner().plan(StackReader.read("stack.yaml", Path.of("/stack"), text));
  }

  private static dev.patchbay.mapping.Mapping compile(
      String name, String text, java.util.function.Function<String, Optional<String>> imports) {
    if (text.contains("===")) {
      throw new MappingException(Finding.error("mapping.syntax", "Not a mapping.", null));
    }
    return (input, variables) -> NullNode.getInstance();
  }
}
