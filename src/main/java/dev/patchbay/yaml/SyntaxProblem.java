package dev.patchbay.yaml;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our words for a parser's complaints, which may quote what was written: a secret, even. */
final class SyntaxProblem {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("mapping values are not allowed", "A second ':' on this line starts a value."),
          Map.entry("cannot start any token", "A value may not start with this character."),
          Map.entry("undefined alias", "This alias has no anchor before it."),
          Map.entry("undefined tag handle", "Tags are not allowed."),
          Map.entry("expected <block end>", "This line is indented differently from its siblings."),
          Map.entry("could not find expected ':'", "A key here has no ':' after it."),
          Map.entry("unexpected end of stream", "A quote is not closed."),
          Map.entry("expected ',' or", "A bracket is not closed, or a comma is missing."),
          Map.entry("block sequence entries are not allowed", "A list may not start here."),
          Map.entry("expected a single document", "Only one document may be in the file."),
          Map.entry("but found another document", "Only one document may be in the file."),
          Map.entry("duplicate anchor", "This anchor is there twice."));

  private SyntaxProblem() {}

  static String words(@Nullable String problem, @Nullable String context) {
    String told = problem + " " + context;
    return WORDS.entrySet().stream()
        .filter(entry -> told.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("This is not valid YAML.");
  }
}
