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
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an example says of its outside world, in {@code sandbox/sandbox.yaml}.
 *
 * @param publicUrl of the stack: what webhooks are signed for
 * @param stack files beside the stack that it names
 * @param secrets names of the keys that are made up
 * @param addresses environment names of the faked vendors, to their paths below the sandbox's
 *     server
 * @param folders environment names of folders that files are dropped into
 * @param mail the mailboxes
 * @param database the business's own database
 * @param routes files of the faked vendors' Camel routes
 * @param properties of those routes, to names of secrets
 * @param show lines for people at the start, with {@code {{NAME}}} of the environment
 * @param proof where things that were sent must arrive
 * @param values what bodies may be filled with, by name: a maker, or a list to pick from
 * @param together as values, each drawn once for all that one person does at a time
 * @param traffic kinds of messages by name
 */
record Story(
    String publicUrl,
    List<String> stack,
    List<String> secrets,
    Map<String, String> addresses,
    List<String> folders,
    Mail mail,
    OwnDatabase database,
    List<String> routes,
    Map<String, String> properties,
    List<String> show,
    Proof proof,
    Map<String, JsonNode> values,
    Map<String, JsonNode> together,
    Map<String, Kind> traffic) {

  /** Its name in the sandbox's folder. */
  static final String FILE = "sandbox.yaml";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refuses what lacks a part that every story has. */
  Story {
    Objects.requireNonNull(publicUrl, "publicUrl");
    stack = Objects.requireNonNullElse(stack, List.of());
    secrets = Objects.requireNonNullElse(secrets, List.of());
    addresses = Objects.requireNonNullElse(addresses, Map.of());
    folders = Objects.requireNonNullElse(folders, List.of());
    Objects.requireNonNull(mail, "mail");
    Objects.requireNonNull(database, "database");
    routes = Objects.requireNonNullElse(routes, List.of());
    properties = Objects.requireNonNullElse(properties, Map.of());
    show = Objects.requireNonNullElse(show, List.of());
    Objects.requireNonNull(proof, "proof");
    values = Objects.requireNonNullElse(values, Map.of());
    together = Objects.requireNonNullElse(together, Map.of());
    Objects.requireNonNull(traffic, "traffic");
  }

  /**
   * The mail server's addresses; their user names are {@code leads} and {@code team}.
   *
   * @param password name of the secret that both log in with
   */
  record Mail(String leads, String team, String password) {}

  /**
   * The business's own database.
   *
   * @param schema file of the statements that make its tables
   * @param urls environment names of its address
   * @param passwords environment names of the password
   */
  record OwnDatabase(String schema, List<String> urls, List<String> passwords) {}

  /**
   * Where things that were sent must arrive.
   *
   * @param facts query of source and subject of each thing that the warehouse holds
   * @param people query of email and phone of each person in the CRM, or {@code null} where the
   *     faked one remembers them itself
   * @param warehouse connection of the stack
   * @param crm connection of the stack
   * @param team connection of the stack
   */
  record Proof(String facts, @Nullable String people, String warehouse, String crm, String team) {}

  /**
   * How a message of one kind is made and what must come of it. It comes by webhook, by row, by
   * file, or else by mail.
   *
   * @param connection of the stack that it goes to
   * @param share of all that is sent; 0 comes only with others
   * @param webhook how it is signed, or {@code null} where it does not come by webhook
   * @param row how it is written into the business's own database, or {@code null}
   * @param file where it is dropped, or {@code null}
   * @param body file of its body, with placeholders; {@code null} for a row
   * @param values as those of the story, for this kind alone
   * @param subject the vendor's id of it, with placeholders; of a row what its statement returns
   * @param contact {@code email} or {@code phone}: what the CRM must know the person by; {@code
   *     none} where it must not
   * @param alerts whether the team must be mailed
   * @param figures whether it is for figures alone: it reaches no tool, and must be among the hub's
   *     events under its subject
   * @param before kinds that tell of the same person some seconds earlier
   * @param also kinds that tell of the same person at the same time
   */
  record Kind(
      String connection,
      double share,
      @Nullable Webhook webhook,
      @Nullable Row row,
      @Nullable Dropped file,
      @Nullable String body,
      Map<String, JsonNode> values,
      String subject,
      String contact,
      boolean alerts,
      boolean figures,
      List<String> before,
      List<String> also) {

    /** Refuses what lacks a part. */
    Kind {
      Objects.requireNonNull(connection, "connection");
      values = Objects.requireNonNullElse(values, Map.of());
      subject = Objects.requireNonNullElse(subject, "");
      before = Objects.requireNonNullElse(before, List.of());
      also = Objects.requireNonNullElse(also, List.of());
      if (row == null) {
        Objects.requireNonNull(body, "body");
      }
      if (!List.of("email", "phone", "none").contains(contact)) {
        throw new IllegalArgumentException("contact must be email, phone or none");
      }
    }
  }

  /**
   * How a kind of webhook is signed.
   *
   * @param connector whose way of signing is used
   * @param keys signing parameters, to names of secrets; none where it is not signed
   */
  record Webhook(String connector, Map<String, String> keys) {

    /** Signed by nobody where nothing is said. */
    Webhook {
      keys = Objects.requireNonNullElse(keys, Map.of());
    }
  }

  /**
   * How a row is written.
   *
   * @param statement with a {@code ?} for each value; it returns the row's id
   * @param values texts with placeholders
   */
  record Row(String statement, List<String> values) {}

  /**
   * How a file is dropped.
   *
   * @param folder environment name of the folder
   * @param name with placeholders
   */
  record Dropped(String folder, String name) {}

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

  /** Every file of the sandbox that it names, as named. */
  List<String> files() {
    Stream<String> bodies =
        traffic.values().stream()
            .map(Kind::body)
            .flatMap(body -> Optional.ofNullable(body).stream());
    return Stream.of(routes.stream(), Stream.of(database.schema()), bodies)
        .flatMap(all -> all)
        .distinct()
        .toList();
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
