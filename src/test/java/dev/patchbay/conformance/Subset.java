package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Tells where an expected JSON value is not found within an actual one. */
final class Subset {

  private Subset() {}

  /**
   * What is missing. Objects may have more fields, lists more items in any order; times are
   * compared as instants and numbers by value. A field that is expected to be null must not be
   * there, or be null.
   *
   * @return one line for each difference, with its path; empty when all is there
   */
  static List<String> missing(JsonNode expected, JsonNode actual) {
    List<String> missing = new ArrayList<>();
    compare("", expected, actual, missing);
    return missing;
  }

  private static void compare(
      String path, JsonNode expected, JsonNode actual, List<String> missing) {
    if (expected.isObject()) {
      if (!actual.isObject()) {
        missing.add(path + ": expected an object, was " + actual);
        return;
      }
      expected
          .fields()
          .forEachRemaining(
              entry ->
                  compare(
                      path + "/" + entry.getKey(),
                      entry.getValue(),
                      actual.path(entry.getKey()),
                      missing));
    } else if (expected.isArray()) {
      for (JsonNode item : expected) {
        if (!contains(actual, item)) {
          missing.add(path + ": no item like " + item + " in " + actual);
        }
      }
    } else if (!same(expected, actual)) {
      missing.add(path + ": expected " + expected + ", was " + actual);
    }
  }

  private static boolean contains(JsonNode actual, JsonNode item) {
    for (JsonNode candidate : actual) {
      if (missing(item, candidate).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    if (expected.isNull()) {
      return actual.isNull() || actual.isMissingNode();
    }
    if (expected.isNumber() && actual.isNumber()) {
      return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }
    if (expected.isTextual() && actual.isTextual() && !expected.equals(actual)) {
      Instant one = instant(expected.asText());
      return one != null && one.equals(instant(actual.asText()));
    }
    return expected.equals(actual);
  }

  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
