package dev.patchbay.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.demo.Story.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes up what the story's vendors send; the same seed makes the same people and words. */
final class TrafficMaker {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double RETURNING = 0.3;
  private static final int REMEMBERED = 50;

  private final Story story;
  private final Map<String, String> bodies = new HashMap<>();
  private final RandomGenerator chance;
  private final InstantSource clock;
  private final List<Person> known = new ArrayList<>();
  private int people;
  private int made;

  /**
   * A maker.
   *
   * @param sandbox folder of the story's bodies
   */
  TrafficMaker(Story story, Path sandbox, RandomGenerator chance, InstantSource clock) {
    this.story = story;
    this.chance = chance;
    this.clock = clock;
    for (Kind kind : story.traffic().values()) {
      String body = kind.body();
      if (body != null) {
        try {
          bodies.put(body, Files.readString(sandbox.resolve(body)));
        } catch (IOException e) {
          throw new UncheckedIOException("Reading the body that sandbox.yaml names", e);
        }
      }
    }
  }

  /**
   * One thing to send, and what must come of it.
   *
   * @param text whole, of a mail or a file; empty for others
   * @param values of a row
   * @param file name of a file, or empty
   */
  record Made(Kind kind, Sent sent, String text, List<String> values, String file) {}

  /**
   * What somebody does.
   *
   * @param ahead told at once
   * @param rest makes what is told of some seconds later, or at once where nothing is ahead of it
   */
  record Doing(List<Made> ahead, Supplier<List<Made>> rest) {

    /** All of it, in its order. */
    List<Made> all() {
      List<Made> all = new ArrayList<>(ahead);
      all.addAll(rest.get());
      return all;
    }
  }

  /** Somebody does what this kind tells of, and what comes with it. */
  synchronized Doing begin(String name) {
    Kind kind = story.kind(name);
    Person person = person();
    Map<String, String> together = MadeUp.draw(story.together(), made + 1, chance);
    return new Doing(
        make(kind.before(), person, together),
        () -> {
          List<String> names = new ArrayList<>(List.of(name));
          names.addAll(kind.also());
          return make(names, person, together);
        });
  }

  private synchronized List<Made> make(
      List<String> names, Person person, Map<String, String> together) {
    return names.stream().map(name -> make(story.kind(name), person, together)).toList();
  }

  private Made make(Kind kind, Person person, Map<String, String> together) {
    MadeUp values = values(kind, person, together);
    Story.Webhook webhook = kind.webhook();
    Story.Row row = kind.row();
    Story.Dropped file = kind.file();
    if (webhook != null) {
      byte[] body = compact(values.fill(body(kind), TrafficMaker::escaped), kind);
      Sent.Webhook posted = new Sent.Webhook(webhook.connector(), body);
      return new Made(kind, sent(kind, person, values, posted), "", List.of(), "");
    }
    List<String> columns =
        row == null ? List.of() : row.values().stream().map(values::fill).toList();
    String text = row == null ? values.fill(body(kind)) : "";
    return new Made(
        kind,
        sent(kind, person, values, null),
        file == null ? text.replace("\n", "\r\n") : text,
        columns,
        file == null ? "" : values.fill(file.name()));
  }

  private MadeUp values(Kind kind, Person person, Map<String, String> together) {
    Map<String, JsonNode> makers = new HashMap<>(story.values());
    makers.putAll(kind.values());
    return new MadeUp(makers, together, person, clock.instant(), ++made, chance);
  }

  private String body(Kind kind) {
    return Objects.requireNonNull(bodies.get(Objects.requireNonNull(kind.body())));
  }

  private static Sent sent(
      Kind kind,
      Person person,
      MadeUp values,
      Sent.@org.jspecify.annotations.Nullable Webhook webhook) {
    return new Sent(
        kind.connection(),
        values.fill(kind.subject()),
        kind.contact().equals("email") ? person.email() : null,
        kind.contact().equals("phone") ? person.phone() : null,
        kind.alerts(),
        kind.figures(),
        webhook);
  }

  private Person person() {
    if (!known.isEmpty() && chance.nextDouble() < RETURNING) {
      return known.get(chance.nextInt(known.size()));
    }
    Person fresh = Person.number(people++, chance);
    known.add(fresh);
    if (known.size() > REMEMBERED) {
      known.remove(0);
    }
    return fresh;
  }

  private static String escaped(String value) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value));
  }

  /** On one line, as vendors send it. */
  private static byte[] compact(String body, Kind kind) {
    try {
      return JSON.readTree(body).toString().getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(kind.body() + " is no JSON once it is filled", e);
    }
  }
}
