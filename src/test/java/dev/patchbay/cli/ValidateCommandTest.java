package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {

  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;

  @Test
  void acceptsAStackWithConnectorsOfItsOwn() throws Exception {
    connectors();
    int code =
        validate("stack: s\nconnections: {door: {connector: open, with: {unsigned: true}}}\n");
    assertThat(out.toString()).endsWith("valid; 1 connection, 0 flows; 0 errors, 0 warnings\n");
    assertThat(code).isZero();
  }

  @Test
  void printsOneLineForEachFindingAndFails() throws Exception {
    connectors();
    int code = validate("stack: s\nconnections: {door: {connector: opne}}\n");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines().toList())
        .hasSize(2)
        .first()
        .asString()
        .matches(".*stack.yaml:2:33: error \\[plan.unknown-connector] .*Did you mean 'open'.*");
  }

  @Test
  void printsJsonLines() throws Exception {
    int code = validate("stack: s\nconnections: {}\nx: 1\n", "--json");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines().toList())
        .hasSize(2)
        .satisfies(lines -> assertThat(lines.get(0)).contains("\"kind\":\"stack.unknown-key\""))
        .satisfies(lines -> assertThat(lines.get(1)).contains("\"valid\":false"));
  }

  @Test
  void lintsConnectorsBesideTheStack() throws Exception {
    connectors();
    Files.delete(folder.resolve("connectors/crm/contact.jslt"));
    int code = validate("stack: s\nconnections: {}\n");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("connector.missing-file");
  }

  @Test
  void readsTheRoutesBesideTheStack() throws Exception {
    connectors();
    Files.createDirectory(folder.resolve("routes"));
    Files.writeString(
        folder.resolve("routes/sound.camel.yaml"),
        "- route: {id: sound, from: {uri: 'outbox:crm', steps: [{to: 'log:sound'}]}}\n");
    assertThat(validate("stack: s\nconnections: {}\n")).isZero();

    Files.writeString(
        folder.resolve("routes/broken.camel.yaml"),
        "- route:\n    id: broken\n    from:\n      uri: 'outbox:crm'\n      stebs: []\n");
    assertThat(validate("stack: s\nconnections: {}\n")).isEqualTo(1);
    assertThat(out.toString()).contains("routes/broken.camel.yaml").contains("route.broken");
  }

  @Test
  void tellsOfAConnector() throws Exception {
    connectors();
    CommandLine command = new CommandLine(new ConnectorsCommand());
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    String own = folder.resolve("connectors").toString();
    assertThat(command.execute("--folder", own)).isZero();
    assertThat(out.toString()).contains("crm").contains("A signed form, for tests.");
    assertThat(command.execute("crm", "--folder", own)).isZero();
    assertThat(out.toString()).contains("accessToken").contains("secret, required");
    assertThat(command.execute("crn", "--folder", own)).isEqualTo(1);
    assertThat(out.toString()).contains("Did you mean 'crm'?");
  }

  private int validate(String stack, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("stack.yaml"), stack);
    CommandLine command =
        new CommandLine(
            new ValidateCommand(
                (name, text, imports) -> (input, variables) -> NullNode.getInstance(), Map.of()));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    return command.execute(
        Stream.concat(Stream.of(file.toString()), Stream.of(options)).toArray(String[]::new));
  }

  private void connectors() throws Exception {
    Path from = Path.of("src/test/resources/catalog");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve("connectors").resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }
}
