package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Source;
import dev.patchbay.connector.Sweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelet of each connector's sweep asks its vendor, with its secrets in headers only. */
class SweepKameletsIT {

  private static final String SECRET = "made-up-secret";

  private record Asked(String address, List<String> headers) {}

  @TempDir private Path folder;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();

  /** Those that ask somebody: a few are clocks, and ask nobody. */
  private static Stream<Connector> swept() {
    return Catalog.only(Path.of("connectors")).all().stream()
        .filter(
            connector -> {
              Source source = connector.source();
              return source != null && source.sweep() != null && asks(connector, source.sweep());
            });
  }

  private static boolean asks(Connector connector, Sweep sweep) {
    return connector
        .folder()
        .read(sweep.kamelet() + ".kamelet.yaml")
        .orElseThrow()
        .contains("camel:http");
  }

  @Test
  void asksWithItsSecretsInHeaders() throws Exception {
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext("/", this::answer);
    vendor.start();
    List<Connector> connectors = swept().toList();
    Path link = folder.resolve("connectors");
    Files.createSymbolicLink(link, Path.of("connectors").toAbsolutePath());
    try (FakeHub hub = new FakeHub(folder)) {
      for (Connector connector : connectors) {
        String name = connector.name();
        String address = "http://127.0.0.1:" + vendor.getAddress().getPort() + "/" + name;
        hub.connection(name, name, values(connector, address));
      }
      assertThat(hub.start(Set.of("127.0.0.1"))).isEmpty();
      for (Connector connector : connectors) {
        String name = connector.name();
        FakeHub.await("a question of " + name, () -> asked.containsKey(name));
      }
    } finally {
      vendor.stop(0);
      Files.delete(link);
    }

    assertThat(asked)
        .allSatisfy(
            (name, one) -> {
              assertThat(one.address()).as(name).doesNotContain(SECRET);
              assertThat(one.headers()).as(name).anyMatch(SweepKameletsIT::holdsTheSecret);
            });
  }

  /** Refuses, so that each sweep asks once. */
  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.put(
        path.split("/")[1],
        new Asked(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().values().stream().flatMap(List::stream).toList()));
    exchange.getResponseHeaders().set("Retry-After", "3600");
    exchange.sendResponseHeaders(429, -1);
    exchange.close();
  }

  private static Map<String, String> values(Connector connector, String address) {
    Map<String, String> values = new HashMap<>();
    for (Parameter parameter : connector.parameters().values()) {
      String value =
          switch (parameter.type()) {
            case URL -> address;
            default -> parameter.secret() ? SECRET : given(parameter);
          };
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }

  private static @Nullable String given(Parameter parameter) {
    return parameter.example() == null ? parameter.defaultValue() : parameter.example();
  }

  private static boolean holdsTheSecret(String header) {
    if (header.contains(SECRET)) {
      return true;
    }
    String login =
        Base64.getEncoder()
            .encodeToString((SECRET + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    return header.equals("Basic " + login);
  }
}
