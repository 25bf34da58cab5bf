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
import java.util.function.UnaryOperator;
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
      try {
        bodies.put(kind.body(), Files.readString(sandbox.resolve(kind.body())));
      } catch (IOException e) {
        throw new UncheckedIOException("Reading the body that sandbox.yaml names", e);
      }
    }
  }

  /** A webhook of this kind, and what must come of it. */
  Sent webhook(String name) {
    Kind kind = story.kind(name);
    Story.Webhook webhook = Objects.requireNonNull(kind.webhook(), name + " comes by no webhook");
    Person person = person();
    MadeUp values = values(kind, person);
    byte[] body = compact(values.fill(body(kind), TrafficMaker::escaped), kind.body());
    return sent(kind, person, values, new Sent.Webhook(webhook.connector(), body));
  }

  /** A mail of this kind, whole, and what must come of it. */
  Mail mail(String name) {
    Kind kind = story.kind(name);
    Person person = person();
    MadeUp values = values(kind, person);
    String text = values.fill(body(kind), UnaryOperator.identity());
    return new Mail(text.replace("\n", "\r\n"), sent(kind, person, values, null));
  }

  /** The caller of a call that the kitchen's own exchange recorded. */
  Person caller() {
    return person();
  }

  /** A mail and what must come of it. */
  record Mail(String text, Sent sent) {}

  private MadeUp values(Kind kind, Person person) {
    Map<String, JsonNode> makers = new HashMap<>(story.values());
    makers.putAll(kind.values());
    return new MadeUp(makers, person, clock.instant(), ++made, chance);
  }

  private String body(Kind kind) {
    return Objects.requireNonNull(bodies.get(kind.body()));
  }

  private static Sent sent(
      Kind kind,
      Person person,
      MadeUp values,
      Sent.@org.jspecify.annotations.Nullable Webhook webhook) {
    boolean byEmail = kind.contact().equals("email");
    return new Sent(
        kind.connection(),
        values.fill(kind.subject(), UnaryOperator.identity()),
        byEmail ? person.email() : null,
        byEmail ? null : person.phone(),
        kind.alerts(),
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
  private static byte[] compact(String body, String file) {
    try {
      return JSON.readTree(body).toString().getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(file + " is no JSON once it is filled", e);
    }
  }
}
