package dev.patchbay.demo;

import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
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
    mail = new SandboxMail(secret("MAIL_PASSWORD"));
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
    story.addresses().forEach((name, path) -> values.put(name, base + path));
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

  /** Where people can read what the CRM holds. */
  String contactsPage() {
    Story.ContactsPage page = story.contacts();
    return environment().get(page.address()) + page.path();
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
