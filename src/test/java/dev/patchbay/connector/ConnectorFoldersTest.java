package dev.patchbay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.mapping.Mappings;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connectors that come with Patchbay pass the lint that users run on their own. */
class ConnectorFoldersTest {

  private static final Catalog CATALOG = Catalog.only(Path.of("connectors"));

  static Stream<Connector> connectors() {
    return CATALOG.all().stream();
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void passTheLint(Connector connector) {
    assertThat(ConnectorLint.check(connector)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void haveMappingsThatCompile(Connector connector) {
    ConnectorFolder folder = connector.folder();
    for (String file : folder.files()) {
      if (file.endsWith(".jslt")) {
        String text = folder.read(file).orElseThrow();
        assertThat(Mappings.compile(folder.display(file), text, folder::read)).isNotNull();
      }
    }
  }

  @Test
  void areFoundOnTheClassPath() {
    assertThat(Catalog.builtIn().all())
        .extracting(Connector::name)
        .containsExactlyElementsOf(connectors().map(Connector::name).toList());
  }
}
