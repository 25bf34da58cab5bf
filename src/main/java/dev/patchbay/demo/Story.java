package dev.patchbay.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.yaml.YamlDocument;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an example says of its outside world, in {@code sandbox/sandbox.yaml}.
 *
 * @param secrets names of the keys that are made up
 * @param addresses environment names of the faked vendors, to their paths below the sandbox's
 *     server
 * @param routes files of the faked vendors' Camel routes
 * @param properties of those routes, to names of secrets
 * @param contacts where people can read what the CRM holds
 * @param values what bodies may be filled with, by name: a maker, or a list to pick from
 * @param traffic kinds of messages by name
 */
record Story(
    List<String> secrets,
    Map<String, String> addresses,
    List<String> routes,
    Map<String, String> properties,
    ContactsPage contacts,
    Map<String, JsonNode> values,
    Map<String, Kind> traffic) {

  /** Its name in the sandbox's folder. */
  static final String FILE = "sandbox.yaml";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refuses what lacks a part. */
  Story {
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(addresses, "addresses");
    Objects.requireNonNull(routes, "routes");
    Objects.requireNonNull(properties, "properties");
    Objects.requireNonNull(contacts, "contacts");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(traffic, "traffic");
  }

  /**
   * Where the CRM's contacts can be read.
   *
   * @param address environment name of the CRM's address
   * @param path below it
   * @param token environment name of the bearer token
   */
  record ContactsPage(String address, String path, String token) {}

  /**
   * How a message of one kind is made and what must come of it.
   *
   * @param connection of the stack that it goes to
   * @param webhook how it is signed, or {@code null} where it does not come by webhook
   * @param body file of its body, with placeholders
   * @param values as those of the story, for this kind alone
   * @param subject the vendor's id of it, with placeholders
   * @param contact {@code email} or {@code phone}: what the CRM must know the person by
   * @param alerts whether the team must be mailed
   */
  record Kind(
      String connection,
      @Nullable Webhook webhook,
      String body,
      Map<String, JsonNode> values,
      String subject,
      String contact,
      boolean alerts) {

    /** Refuses what lacks a part. */
    Kind {
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(body, "body");
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(subject, "subject");
      if (!List.of("email", "phone").contains(contact)) {
        throw new IllegalArgumentException("contact must be email or phone");
      }
    }
  }

  /**
   * How a kind of webhook is signed.
   *
   * @param connector whose way of signing is used
   * @param keys signing parameters, to names of secrets
   */
  record Webhook(String connector, Map<String, String> keys) {}

  /** Reads that of a sandbox's folder. */
  static Story read(Path sandbox) {
    YamlDocument document = YamlReader.read(sandbox.resolve(FILE), FILE);
    YamlNode value = document.value();
    if (value == null) {
      throw new IllegalStateException(FILE + " cannot be read: " + document.findings());
    }
    try {
      return JSON.treeToValue(value.toJson(), Story.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          FILE + " is not as dev.patchbay.demo.Story: " + e.getOriginalMessage(), e);
    }
  }

  /** Every file it names, as named. */
  List<String> files() {
    return Stream.concat(routes.stream(), traffic.values().stream().map(Kind::body)).toList();
  }

  /** The kind of this name. */
  Kind kind(String name) {
    Kind kind = traffic.get(name);
    if (kind == null) {
      throw new IllegalStateException("%s has no traffic '%s': add it".formatted(FILE, name));
    }
    return kind;
  }
}
