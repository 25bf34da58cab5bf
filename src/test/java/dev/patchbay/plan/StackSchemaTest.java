package dev.patchbay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.patchbay.connector.Catalog;
import dev.patchbay.yaml.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StackSchemaTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(StackSchema.of(Catalog.only(StackFixtures.CATALOG)));

  @ParameterizedTest
  @MethodSource("dev.patchbay.plan.PlannerTest#valids")
  void acceptsWhatThePlannerAccepts(Path file) {
    assertThat(SCHEMA.validate(json(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "unknown-key",
    "missing-keys",
    "wrong-types",
    "bad-duration",
    "literal-secret",
    "parameters"
  })
  void refusesWhatThePlannerRefuses(String name) {
    assertThat(SCHEMA.validate(json(StackFixtures.STACKS.resolve("invalids/" + name + ".yaml"))))
        .isNotEmpty();
  }

  private static JsonNode json(Path file) {
    JsonNode json = YamlReader.read(file, file.toString()).mapping().orElseThrow().toJson();
    return json;
  }
}
