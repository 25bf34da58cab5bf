package dev.patchbay.demo;

import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The outside world of a demo: faked vendors, a mail server and the business's own database. */
final class Sandbox implements AutoCloseable {

  private final Contacts contacts = new Contacts();
  private final Screen screen = new Screen();
  private final SandboxHttp http = new SandboxHttp();
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, Path> folders = new LinkedHashMap<>();
  private final Story story;
  private final SandboxMail mail;
  private final SandboxDatabase database;
  private final DefaultCamelContext camel = new DefaultCamelContext();

  /**
   * Starts it.
   *
   * @param folder where it keeps its database
   * @param routes folder of the story's {@code sandbox.yaml} and the vendors' Camel routes
   * @param given keys to use in place of made-up ones, by name
   */
  Sandbox(
      Path folder,
      Path routes,
      InstantSource clock,
      RandomGenerator chance,
      Function<String, Optional<String>> given) {
    story = Story.read(routes);
    for (String name : story.secrets()) {
      secrets.put(name, given.apply(name).orElseGet(Sandbox::secret));
    }
    Story.Mail boxes = story.mail();
    mail = new SandboxMail(boxes.leads(), boxes.team(), secret(boxes.password()));
    for (String name : story.folders()) {
      folders.put(name, made(folder.resolve(name.toLowerCase(Locale.ROOT))));
    }
    database =
        new SandboxDatabase(
            DatabaseOpener.openBare(new DatabaseSettings(null, folder, false, 4)),
            text(routes.resolve(story.database().schema())));
    try {
      serve(routes, clock, chance);
    } catch (Exception e) {
      throw new IllegalStateException("Starting the sandbox's routes in " + routes, e);
    }
  }

  /** The values that the stack refers to as {@code ${env:NAME}}. */
  Map<String, String> environment() {
    Map<String, String> values = new LinkedHashMap<>(secrets);
    String base = "http://127.0.0.1:" + http.getServerPort();
    story.addresses().forEach((name, path) -> values.put(name, base + path));
    values.put("IMAP_PORT", Integer.toString(mail.imapPort()));
    values.put("SMTP_PORT", Integer.toString(mail.smtpPort()));
    folders.forEach((name, path) -> values.put(name, path.toString()));
    story.database().urls().forEach(name -> values.put(name, database.url()));
    story.database().passwords().forEach(name -> values.put(name, database.password()));
    return values;
  }

  /** Signing parameters by connector. */
  Map<String, Map<String, String>> keys() {
    Map<String, Map<String, String>> keys = new LinkedHashMap<>();
    for (Story.Kind kind : story.traffic().values()) {
      Story.Webhook webhook = kind.webhook();
      if (webhook != null) {
        Map<String, String> own = new LinkedHashMap<>();
        webhook.keys().forEach((parameter, name) -> own.put(parameter, secret(name)));
        keys.put(webhook.connector(), own);
      }
    }
    return keys;
  }

  /** What it was made from. */
  Story story() {
    return story;
  }

  /** What the story says to people, filled in. */
  List<String> lines() {
    Map<String, String> values = environment();
    return story.show().stream()
        .map(
            line -> {
              String filled = line;
              for (var value : values.entrySet()) {
                filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
              }
              return filled;
            })
        .toList();
  }

  /** The folder of this environment name that files are dropped into. */
  Path folder(String name) {
    return Objects.requireNonNull(
        folders.get(name), () -> name + " is not among the folders of " + Story.FILE);
  }

  Contacts contacts() {
    return contacts;
  }

  SandboxMail mail() {
    return mail;
  }

  SandboxDatabase database() {
    return database;
  }

  @Override
  public void close() {
    camel.stop();
    http.close();
    mail.close();
    database.close();
  }

  private void serve(Path routes, InstantSource clock, RandomGenerator chance) throws Exception {
    camel.getCamelContextExtension().setName("sandbox");
    camel.getRegistry().bind("contacts", contacts);
    camel.getRegistry().bind("screen", screen);
    camel.getRegistry().bind("moods", new Moods(clock, chance));
    story
        .properties()
        .forEach(
            (property, name) ->
                camel.getPropertiesComponent().addInitialProperty(property, secret(name)));
    camel.getComponent("platform-http", PlatformHttpComponent.class).setEngine(http);
    for (String file : story.routes()) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              ResourceHelper.fromString(
                  file.replace(".camel.yaml", ".yaml"), Files.readString(routes.resolve(file))));
    }
    camel.start();
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("Making a folder of the sandbox", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }

  private String secret(String name) {
    return Objects.requireNonNull(
        secrets.get(name), () -> name + " is not among the secrets of " + Story.FILE);
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
