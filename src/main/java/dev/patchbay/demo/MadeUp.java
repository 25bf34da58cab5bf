package dev.patchbay.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The made-up values of one message: each name is drawn once, when it is first used. Some are those
 * of all messages that come together.
 */
final class MadeUp {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9_.:-]+)}}");

  private final Map<String, String> drawn = new HashMap<>();
  private final Map<String, JsonNode> makers;
  private final Map<String, String> together;
  private final RandomGenerator chance;
  private final int number;

  /**
   * The values of one message.
   *
   * @param makers what else there is by name: how to make it, or a list to pick from
   * @param together values by name that other messages have too
   * @param number of the message, unlike all others'
   */
  MadeUp(
      Map<String, JsonNode> makers,
      Map<String, String> together,
      Person person,
      Instant now,
      int number,
      RandomGenerator chance) {
    this.makers = makers;
    this.together = together;
    this.chance = chance;
    this.number = number;
    drawn.put("person.name", person.fullName());
    drawn.put("person.first", person.first());
    drawn.put("person.last", person.last());
    drawn.put("person.email", person.email());
    drawn.put("person.phone", person.phone());
    drawn.put("person.digits", person.phone().substring(1));
    drawn.put("now", now.toString());
    drawn.put("today", now.toString().substring(0, 10));
    drawn.put(
        "now.rfc1123", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    drawn.put("number", Integer.toString(number));
  }

  /** One value of each of these makers. */
  static Map<String, String> draw(
      Map<String, JsonNode> makers, int number, RandomGenerator chance) {
    Map<String, String> values = new TreeMap<>();
    new TreeMap<>(makers)
        .forEach((name, maker) -> values.put(name, new Maker(number, chance).value(maker)));
    return values;
  }

  /** A text with its placeholders filled as they are. */
  String fill(String template) {
    return fill(template, UnaryOperator.identity());
  }

  /**
   * A text with its placeholders filled.
   *
   * @param written how a value is written there
   */
  String fill(String template, UnaryOperator<String> written) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(found -> Matcher.quoteReplacement(written.apply(value(found.group(1)))));
  }

  private String value(String name) {
    String common = together.get(name);
    if (common != null) {
      return common;
    }
    String value = drawn.get(name);
    if (value == null) {
      JsonNode maker = makers.get(name);
      Maker make = new Maker(number, chance);
      value = maker == null ? make.make(name) : make.value(maker);
      drawn.put(name, value);
    }
    return value;
  }

  /** Makes values of the message with this number. */
  private record Maker(int number, RandomGenerator chance) {

    String value(JsonNode maker) {
      return maker.isArray()
          ? maker.get(chance.nextInt(maker.size())).asText()
          : make(maker.asText());
    }

    String make(String maker) {
      int colon = maker.indexOf(':');
      String argument = maker.substring(colon + 1);
      return switch (colon < 0 ? maker : maker.substring(0, colon)) {
        case "hex" -> hex(Integer.parseInt(argument));
        case "uuid" -> new UUID(chance.nextLong(), number).toString();
        case "count" -> Long.toString(Long.parseLong(argument) + number);
        case "number" -> between(argument.split("\\.\\.", 2));
        case "chance" -> Boolean.toString(chance.nextDouble() < Double.parseDouble(argument));
        default ->
            throw new IllegalStateException(
                "Nothing makes {{%s}}: add it to 'values' in %s".formatted(maker, Story.FILE));
      };
    }

    private String hex(int bytes) {
      byte[] value = new byte[bytes];
      chance.nextBytes(value);
      return HexFormat.of().formatHex(value);
    }

    private String between(String[] ends) {
      int least = Integer.parseInt(ends[0]);
      return Integer.toString(least + chance.nextInt(Integer.parseInt(ends[1]) - least + 1));
    }
  }
}
