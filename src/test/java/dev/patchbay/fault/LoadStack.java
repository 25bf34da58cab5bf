package dev.patchbay.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The stack under load: one signed webhook in, one HTTP destination out. */
public final class LoadStack {

  private LoadStack() {}

  /** Writes it into a folder and gives the file. */
  public static Path write(Path folder, Recorder recorder) {
    try {
      Files.writeString(folder.resolve("form.key"), FormTraffic.KEY, StandardCharsets.UTF_8);
      return Files.writeString(
          folder.resolve("stack.yaml"),
          """
          stack: load
          region: US
          timezone: UTC
          allowedHosts: [127.0.0.1]
          connections:
            form: {connector: webhook, with: {verify: hmac, secret: "${file:form.key}", header: X-Signature}}
            destination: {connector: http, with: {url: "%s"}}
          flows:
            all: {from: form, to: destination}
          """
              .formatted(recorder.url()),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
