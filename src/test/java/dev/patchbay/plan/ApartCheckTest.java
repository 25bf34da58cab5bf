package dev.patchbay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.stack.StackReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stack does not read the files that it writes. */
class ApartCheckTest {

  @Test
  void aConnectionThatIsBothReadAndToldIsFound() {
    List<Finding> findings =
        findings(
            """
            stack: s
            connections:
              form: {connector: webhook, with: {secret: "${env:SECRET}"}}
              folder: {connector: csv, with: {directory: /srv/files}}
              team: {connector: jdbc, with: {url: "jdbc:postgresql://db.example.com/shop"}}
            flows:
              out: {from: form, to: folder}
              in: {from: folder, to: team}
            """);

    assertThat(findings).extracting(Finding::kind).containsExactly("plan.reads-its-own");
    assertThat(findings.get(0).line()).isEqualTo(7);
    assertThat(findings.get(0).text()).contains("'folder'", "'directory'");
  }

  @Test
  void twoConnectionsOfOneFolderAreFoundThoughNoFlowReadsIt() {
    String stack =
        """
        stack: s
        connections:
          form: {connector: webhook, with: {secret: "${env:SECRET}"}}
          out: {connector: csv, with: {directory: /srv/files}}
          in: {connector: csv, with: {directory: %s}}
        flows:
          out: {from: form, to: out}
        """;

    assertThat(findings(stack.formatted("/srv/files/")))
        .extracting(Finding::kind)
        .containsExactly("plan.reads-its-own");
    assertThat(findings(stack.formatted("/srv/exports"))).isEmpty();
  }

  @Test
  void twoConnectionsMayWriteIntoOneFolder() {
    assertThat(
            findings(
                """
                stack: s
                connections:
                  form: {connector: webhook, with: {secret: "${env:SECRET}"}}
                  leads: {connector: csv, with: {directory: /srv/files, prefix: leads}}
                  people: {connector: csv, with: {directory: /srv/files, prefix: people}}
                flows:
                  out: {from: form, to: [leads, people]}
                """))
        .isEmpty();
  }

  private static List<Finding> findings(String text) {
    return new Planner(
            Catalog.only(Path.of("connectors")),
            name -> Optional.of("made-up-secret"),
            path -> Optional.empty(),
            Mappings::compile)
        .plan(StackReader.read("stack.yaml", Path.of("/stack"), text))
        .findings();
  }
}
