package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.Times;
import dev.patchbay.yaml.NearestName;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads single values of an event, and collects findings about those that do not fit. */
final class ValueReader {

  private static final int MAX_NUMBER_CHARACTERS = 40;

  private final ZoneId timezone;
  private final List<Finding> findings;

  ValueReader(ZoneId timezone, List<Finding> findings) {
    this.timezone = timezone;
    this.findings = findings;
  }

  @Nullable String text(JsonNode json, String path) {
    if (!json.isValueNode()) {
      misfit(path, "text");
      return null;
    }
    if (json.isFloatingPointNumber() && !Double.isFinite(json.doubleValue())) {
      misfit(path, "text");
      return null;
    }
    return clean(json.asText());
  }

  /** Stripped and storable, or {@code null} when nothing is left. */
  @Nullable String clean(String text) {
    String clean = Characters.storable(text).strip();
    return clean.isEmpty() ? null : clean;
  }

  @Nullable Boolean bool(JsonNode json, String path) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    String text = json.isValueNode() ? json.asText().strip().toLowerCase(Locale.ROOT) : "?";
    switch (text) {
      case "true", "yes", "1":
        return true;
      case "false", "no", "0":
        return false;
      case "":
        return null;
      default:
        misfit(path, "true or false");
        return null;
    }
  }

  @Nullable Instant instant(JsonNode json, String path) {
    if (json.isTextual() && json.textValue().isBlank()) {
      return null;
    }
    Instant instant = Times.parse(json, timezone);
    if (instant == null) {
      misfit(path, "a time");
    }
    return instant;
  }

  @Nullable Number number(Class<?> type, JsonNode json, String path) {
    if (json.isTextual() && json.textValue().isBlank()) {
      return null;
    }
    BigDecimal value = decimal(json);
    if (value != null && type == Double.class) {
      return value.doubleValue();
    }
    if (value != null && value.stripTrailingZeros().scale() <= 0) {
      if (type == Integer.class
          && value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
        return value.intValue();
      }
      if (type == Long.class && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return value.longValue();
      }
    }
    misfit(path, type == Double.class ? "a number" : "a whole number");
    return null;
  }

  private static @Nullable BigDecimal decimal(JsonNode json) {
    BigDecimal value = null;
    if (json.isFloatingPointNumber()) {
      value = Double.isFinite(json.doubleValue()) ? json.decimalValue() : null;
    } else if (json.isNumber()) {
      value = json.decimalValue();
    } else if (json.isTextual() && json.textValue().length() <= MAX_NUMBER_CHARACTERS) {
      try {
        value = new BigDecimal(json.textValue().strip());
      } catch (NumberFormatException e) {
        return null;
      }
    }
    boolean sane = value != null && Math.abs((long) value.scale()) <= 400;
    return sane ? value : null;
  }

  /** A value is left out because it is not what the field holds. */
  void misfit(String path, String expected) {
    findings.add(
        new Finding(
            null,
            0,
            0,
            Finding.Level.WARNING,
            "event.bad-value",
            path + " is left out: it is not " + expected + ".",
            "Mend the mapping, or guard the value there."));
  }

  void unknown(String path, String name, Collection<String> known) {
    findings.add(
        Finding.error(
            "event.unknown-field",
            path + " has no field" + NearestName.quoted(name) + ".",
            NearestName.remedy(name, known)));
  }
}
