package dev.patchbay.demo;

import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
  private final SandboxMail mail;
  private final SandboxDatabase database;
  private final DefaultCamelContext camel = new DefaultCamelContext();

  /**
   * Starts it.
   *
   * @param folder where it keeps its database
   * @param routes folder of the vendors' Camel routes
   * @param given keys to use in place of made-up ones, by name
   */
  Sandbox(
      Path folder,
      Path routes,
      InstantSource clock,
      RandomGenerator chance,
      Function<String, Optional<String>> given) {
    for (String name :
        new String[] {
          "TYPEFORM_SECRET",
          "CALLRAIL_KEY",
          "SQUARE_KEY",
          "MAIL_PASSWORD",
          "HUBSPOT_TOKEN",
          "SCREEN_TOKEN"
        }) {
      secrets.put(name, given.apply(name).orElseGet(Sandbox::secret));
    }
    mail = new SandboxMail(Objects.requireNonNull(secrets.get("MAIL_PASSWORD")));
    database =
        new SandboxDatabase(DatabaseOpener.openBare(new DatabaseSettings(null, folder, false, 4)));
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
    values.put("HUBSPOT_URL", base + "/hubspot");
    values.put("SCREEN_URL", base + "/screen");
    values.put("IMAP_PORT", Integer.toString(mail.imapPort()));
    values.put("SMTP_PORT", Integer.toString(mail.smtpPort()));
    values.put("PBX_URL", database.url());
    values.put("PBX_PASSWORD", database.password());
    values.put("WAREHOUSE_URL", database.url());
    values.put("WAREHOUSE_PASSWORD", database.password());
    return values;
  }

  /** Signing parameters by connector. */
  Map<String, Map<String, String>> keys() {
    return Map.of(
        "typeform", Map.of("secret", secret("TYPEFORM_SECRET")),
        "callrail", Map.of("signingKey", secret("CALLRAIL_KEY")),
        "square", Map.of("signatureKey", secret("SQUARE_KEY")));
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
    camel.getPropertiesComponent().addInitialProperty("hubspot.token", secret("HUBSPOT_TOKEN"));
    camel.getPropertiesComponent().addInitialProperty("screen.token", secret("SCREEN_TOKEN"));
    camel.getComponent("platform-http", PlatformHttpComponent.class).setEngine(http);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(routes, "*.camel.yaml")) {
      for (Path file : files) {
        PluginHelper.getRoutesLoader(camel)
            .loadRoutes(
                ResourceHelper.fromString(
                    String.valueOf(file.getFileName()).replace(".camel.yaml", ".yaml"),
                    Files.readString(file)));
      }
    }
    camel.start();
  }

  private String secret(String name) {
    return Objects.requireNonNull(secrets.get(name));
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
