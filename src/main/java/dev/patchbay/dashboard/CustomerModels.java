package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What pages on customers show, as the API tells it. */
final class CustomerModels {

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("firstName", "First name"),
          Map.entry("lastName", "Last name"),
          Map.entry("company", "Company"),
          Map.entry("email", "E-mail"),
          Map.entry("phone", "Phone"),
          Map.entry("address", "Address"),
          Map.entry("address.street", "Street"),
          Map.entry("address.city", "City"),
          Map.entry("address.region", "State"),
          Map.entry("address.postalCode", "ZIP code"),
          Map.entry("address.country", "Country"),
          Map.entry("consent.email", "Allows e-mail"),
          Map.entry("consent.sms", "Allows text messages"),
          Map.entry("consent.phone", "Allows calls"),
          Map.entry("consent.ads", "Allows ads"));

  private static final List<String> ORDER =
      List.of("firstName", "lastName", "company", "email", "phone", "address");

  private CustomerModels() {}

  /** A field's name as people say it. */
  static String field(@Nullable String name) {
    if (name == null) {
      return "";
    }
    return name.startsWith("externalIds.")
        ? "Id at " + name.substring("externalIds.".length())
        : FIELDS.getOrDefault(name, name);
  }

  /** Names first, then how to reach them, then ids. */
  static int rank(String field) {
    int at = ORDER.indexOf(field.replaceFirst("\\..*", ""));
    return at < 0 ? ORDER.size() : at;
  }

  /** A value as people read it: the parts of an address in one line. */
  static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isContainerNode()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(text(part)));
      return parts.stream().filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
    }
    return value.asText();
  }

  /** Who somebody is. */
  record Who(
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String company,
      @Nullable String email,
      @Nullable String phone) {

    /** What to call them. */
    String called() {
      String full =
          Stream.of(firstName, lastName)
              .filter(Objects::nonNull)
              .filter(part -> !part.isBlank())
              .collect(Collectors.joining(" "));
      return Stream.of(full, company, email, phone)
          .filter(Objects::nonNull)
          .filter(each -> !each.isBlank())
          .findFirst()
          .orElse("Somebody without a name");
    }
  }

  /** What somebody is known by. */
  record Known(String kind, String value) {

    /** The kind as people say it. */
    public String words() {
      return switch (kind) {
        case "email" -> "E-mail";
        case "phone" -> "Phone";
        case "visitor" -> "Browser";
        default -> "Id at " + kind;
      };
    }

    /** As the API takes it. */
    public String text() {
      return kind + ":" + value;
    }
  }

  /** A customer as a search finds them. */
  record Found(UUID id, Instant createdAt, Instant updatedAt, Who person, List<Known> identifiers) {

    /** What to call them. */
    public String called() {
      return person.called();
    }

    /** E-mails and phone numbers, not more than a few. */
    public List<String> contactLines() {
      return identifiers.stream()
          .filter(each -> each.kind().equals("email") || each.kind().equals("phone"))
          .map(Known::value)
          .limit(4)
          .toList();
    }

    /** E-mails and phone numbers in one line. */
    public String contacts() {
      return String.join(", ", contactLines());
    }

    /** Systems that have an id of them. */
    public String systems() {
      return identifiers.stream()
          .map(Known::kind)
          .filter(kind -> !List.of("email", "phone", "visitor").contains(kind))
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }

  /** What a search found. */
  record Results(List<Found> rows) {}

  /** A value that lost. */
  record Lost(JsonNode value, String connection, Instant at, boolean verified) {

    /** The value as people read it. */
    public String text() {
      return CustomerModels.text(value);
    }
  }

  /** One field with whence it is. */
  record Field(
      JsonNode value,
      String connection,
      Instant at,
      boolean verified,
      String rule,
      List<Lost> others) {

    /** The value as people read it. */
    public String text() {
      return CustomerModels.text(value);
    }

    /** Why this value holds. */
    public String because() {
      return switch (rule) {
        case "truth" -> "The stack trusts " + connection + " for this field.";
        case "checked" -> connection + " is checked; newest of its kind.";
        default -> "The newest word.";
      };
    }

    /** Why that value does not hold. */
    public String lost(Lost other) {
      if (rule.equals("truth")) {
        return "not " + connection + "'s word";
      }
      return verified && !other.verified() ? "nobody checks " + other.connection() : "older";
    }
  }

  /** A number and the address of its rows. */
  record Count(double value, String open) {

    /** As a whole number. */
    public long whole() {
      return Math.round(value);
    }
  }

  /** What they paid in one currency. */
  record Sold(@Nullable String currency, long amount) {}

  /** One customer in figures. */
  record Sums(
      Count visits,
      Count leads,
      Count sales,
      List<Sold> sold,
      @Nullable String firstSource,
      @Nullable String firstMedium,
      @Nullable String firstCampaign,
      @Nullable Instant firstAt) {

    /** Where they first came from, in one line. */
    public @Nullable String first() {
      String words =
          Stream.of(firstSource, firstMedium, firstCampaign)
              .filter(Objects::nonNull)
              .collect(Collectors.joining(" / "));
      return words.isEmpty() ? null : words;
    }
  }

  /** A customer's record. */
  record Customer(
      UUID id,
      Instant createdAt,
      Instant updatedAt,
      Who person,
      Map<String, Field> fields,
      List<Known> identifiers,
      List<UUID> aliases,
      Map<String, String> consent,
      Sums sums,
      @Nullable Instant erasedBefore) {

    /** What to call them. */
    public String called() {
      return person.called();
    }

    /** What they allowed and refused, in one line. */
    public String allowed() {
      return consent.isEmpty()
          ? "none known"
          : consent.entrySet().stream()
              .map(
                  each ->
                      each.getKey() + (each.getValue().equals("granted") ? " allowed" : " refused"))
              .collect(Collectors.joining(", "));
    }

    /** The fields with names as people say them. */
    public List<Line> lines() {
      return fields.entrySet().stream()
          .sorted(Comparator.comparing(entry -> rank(entry.getKey())))
          .map(entry -> new Line(field(entry.getKey()), entry.getValue()))
          .toList();
    }
  }

  /** A field and its name. */
  record Line(String name, Field field) {}

  /** One grant or withdrawal. */
  record ConsentWord(
      Instant at,
      String connection,
      String channel,
      String answer,
      @Nullable String wording,
      @Nullable String address) {}

  /** Consent now, and every word on it. */
  record Consent(Map<String, String> now, List<ConsentWord> rows) {}

  /** What an erasure does, or did. */
  record Erasure(
      long events, long messages, long canceled, List<String> told, List<ByHand> byHand) {}

  /** A tool that must be told by hand. */
  record ByHand(String connection, List<String> ids) {}
}
