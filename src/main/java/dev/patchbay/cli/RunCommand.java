package dev.patchbay.cli;

import dev.patchbay.cli.HubStarter.RunningHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a stack until it is told to end. */
@Command(
    name = "run",
    description = "Runs a stack until it is told to end (Ctrl-C, SIGTERM).",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private final HubStarter hub;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The stack, such as stack.yaml.")
  private Path stack = Path.of("stack.yaml");

  @Option(
      names = "--port",
      description = "TCP port for webhooks and the API; 0 takes a free one. Default: 8080.")
  private int port = 8080;

  @Option(
      names = "--address",
      description =
          "Address to listen on. Default: 127.0.0.1, for a proxy on this machine that speaks TLS;"
              + " 0.0.0.0 is every one this machine has.")
  private String address = "127.0.0.1";

  @Option(
      names = "--data",
      description = "Folder for everything this hub keeps. Default: .patchbay beside the stack.")
  private @Nullable Path data;

  @Option(
      names = "--db",
      paramLabel = "URL",
      description =
          "jdbc:postgresql://host/name?user=...&password=... Default: PATCHBAY_DB, else an embedded"
              + " PostgreSQL in the data folder.")
  private @Nullable String database;

  RunCommand(HubStarter hub) {
    this.hub = hub;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isReadable(stack)) {
      complain("There is no file %s that can be read.".formatted(stack));
      return PatchbayCommand.FAILED;
    }
    RunningHub running = hub.start(properties());
    complain(
        "Patchbay takes webhooks at http://%s:%d/hooks/<connection>; health is at /actuator/health."
            .formatted(address, running.port()));
    Thread.currentThread().join();
    return 0;
  }

  private Map<String, String> properties() {
    Path file = stack.toAbsolutePath().normalize();
    Path folder = data == null ? file.resolveSibling(".patchbay") : data.toAbsolutePath();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("patchbay.stack", file.toString());
    properties.put("patchbay.data", folder.toString());
    properties.put("server.port", Integer.toString(port));
    properties.put("server.address", address);
    String url = database == null ? System.getenv("PATCHBAY_DB") : database;
    if (url != null) {
      properties.put("patchbay.db", url);
    }
    return properties;
  }

  private void complain(String text) {
    if (spec != null) {
      spec.commandLine().getErr().println(text);
    }
  }
}
