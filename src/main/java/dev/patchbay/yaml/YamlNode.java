package dev.patchbay.yaml;

import com.fasterxml.jackson.databind.JsonNode;

/** A value in a YAML document, and where it stands. */
public sealed interface YamlNode permits YamlScalar, YamlSequence, YamlMapping {

  /** Line from 1. */
  int line();

  /** Column from 1. */
  int column();

  /** What people call such a value, such as {@code a list}. */
  String noun();

  /** The same value as JSON; {@code yes} and dates stay text, as in YAML 1.2. */
  JsonNode toJson();
}
