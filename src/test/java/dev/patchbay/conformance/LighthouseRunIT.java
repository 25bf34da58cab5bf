package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.connector.Catalog;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.normalize.Normalized;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Lighthouse really writes is read; skipped, and said so, where it is not on the PATH. */
class LighthouseRunIT {

  private static final String PAGE =
      "<!doctype html><html lang=en><title>Quote</title><h1>Harbor Plumbing</h1><p>Ask us.</p>";

  @TempDir Path folder;

  @Test
  void aRunOfAPageAndOneOfNoPageAreToldApart() throws Exception {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    String address = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
    byte[] measured;
    try {
      measured = run(address);
    } finally {
      site.stop(0);
    }
    byte[] failed = run(address);

    Normalized normalized = normalize(measured);
    assertThat(normalized.findings()).isEmpty();
    JsonNode page = SourceRun.json(normalized).path(0).path("data").path("page");
    assertThat(page.path("url").asText()).isEqualTo(address);
    assertThat(page.path("kind").asText()).isEqualTo("lab");
    assertThat(page.path("device").asText()).isEqualTo("mobile");
    for (String figure : List.of("lcpMs", "fcpMs", "ttfbMs")) {
      assertThat(page.path(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(page.has("cls")).isTrue();
    assertThat(normalize(failed).findings())
        .extracting(Finding::kind)
        .containsExactly("lighthouse.not-measured");
  }

  private static Normalized normalize(byte[] report) {
    SourceRun run =
        new SourceRun(
            Catalog.only(Path.of("connectors")).find("lighthouse").orElseThrow(),
            Map.of(),
            ConnectorCase.JSON.createObjectNode());
    return run.normalize(
        new SignedRequest("POST", "https://hooks.example/hooks/lab", Map.of(), report),
        "application/x-www-form-urlencoded");
  }

  private byte[] run(String address) throws IOException, InterruptedException {
    Path report = folder.resolve("report.json");
    ProcessBuilder lighthouse =
        new ProcessBuilder(
                program(),
                address,
                "--output=json",
                "--quiet",
                "--only-categories=performance",
                "--disable-full-page-screenshot",
                "--chrome-flags=--headless --no-sandbox --disable-dev-shm-usage")
            .redirectOutput(report.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Path chromium = Path.of("/usr/bin/chromium");
    if (Files.isExecutable(chromium)) {
      lighthouse.environment().putIfAbsent("CHROME_PATH", chromium.toString());
    }
    Process process = lighthouse.start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("Lighthouse ended").isTrue();
    return Files.readAllBytes(report);
  }

  private static String program() {
    List<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(each -> Path.of(each, "lighthouse"))
            .filter(Files::isExecutable)
            .toList();
    assumeThat(found)
        .as("lighthouse: not on the PATH, skipped (npm install -g lighthouse)")
        .isNotEmpty();
    return found.get(0).toString();
  }
}
