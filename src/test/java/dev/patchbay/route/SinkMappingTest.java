package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class SinkMappingTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Test
  void saysWhyThereIsNothingToTell() {
    SinkMapping.Made made =
        SinkMapping.Made.of(JSON.objectNode().put("ignored", "the refund is not done"));

    assertThat(made.body()).isNull();
    assertThat(made.why()).isEqualTo("There is nothing to tell: the refund is not done.");
    assertThat(SinkMapping.Made.of(JSON.nullNode()).body()).isNull();
  }

  @Test
  void takesAnythingElseForABody() {
    assertThat(SinkMapping.Made.of(JSON.objectNode().put("ignored", 1)).body()).isNotNull();
    assertThat(SinkMapping.Made.of(JSON.objectNode().put("ignored", "a").put("b", 1)).body())
        .isNotNull();
    assertThat(SinkMapping.Made.of(JSON.arrayNode()).body()).isNotNull();
  }
}
