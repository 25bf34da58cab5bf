package dev.patchbay.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The stack under load: one signed webhook in, one HTTP destination out. Its connectors are the
 * generic ones that come with Patchbay, their sheets without the limits that keep strangers slow.
 */
public final class LoadStack {

  /** Attempts under way at once. */
  private static final int CONCURRENCY = 8;

  /**
   * Attempts that may have been made but not yet written, the most that a kill can repeat: a lane
   * keeps twice its concurrency.
   */
  public static final int SLOTS = 2 * CONCURRENCY;

  private LoadStack() {}

  /** Writes it into a folder and gives the file. */
  public static Path write(Path folder, Recorder recorder) {
    try {
      copy(folder, "webhook", "open-form");
      copy(folder, "http", "open-http");
      Files.writeString(folder.resolve("form.key"), FormTraffic.KEY, StandardCharsets.UTF_8);
      return Files.writeString(
          folder.resolve("stack.yaml"),
          """
          stack: load
          region: US
          timezone: UTC
          allowedHosts: [127.0.0.1]
          connections:
            form: {connector: open-form, with: {verify: hmac, secret: "${file:form.key}"}}
            destination: {connector: open-http, with: {url: "%s"}}
          flows:
            all: {from: form, to: destination}
          """
              .formatted(recorder.url()),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path folder, String name, String as) throws IOException {
    Path from = Path.of("connectors", name);
    Path to = Files.createDirectories(folder.resolve("connectors").resolve(as));
    String sheet =
        Files.readString(from.resolve("connector.yaml"), StandardCharsets.UTF_8)
            .replace("connector: " + name, "connector: " + as)
            .replaceAll("(?m)^ *rateLimit:.*\n", "")
            .replaceAll("(?m)^( *concurrency:).*$", "$1 " + CONCURRENCY);
    Files.writeString(to.resolve("connector.yaml"), sheet, StandardCharsets.UTF_8);
    try (var mappings = Files.newDirectoryStream(from, "*.jslt")) {
      for (Path mapping : mappings) {
        Files.copy(mapping, to.resolve(mapping.getFileName()));
      }
    }
  }
}
