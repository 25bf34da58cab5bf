package dev.patchbay.mapping;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A JSLT text in which every call of a declared function and every turn of a loop counts a step.
 *
 * <p>JSLT itself has no way to stop a mapping. Loops and declared functions are the only parts of
 * the language that take long, and both may begin with {@code let}: so one is put there that calls
 * {@link PatchbayFunctions#STEP}. Lines stay as written; columns are counted back.
 */
final class MeteredText {

  /** What a mapping may read by {@code $name} besides what it declares itself. */
  static final List<String> VARIABLES =
      List.of(
          "headers",
          "query",
          "with",
          "fetched",
          "connection",
          "receivedAt",
          "region",
          "timezone",
          "customer",
          "delivery",
          "told");

  private static final Set<String> IMPURE = Set.of("random", "now", "uuid");
  private static final String STEP =
      " let patchbay-step = [" + PatchbayFunctions.STEP.getName() + "()] ";

  private final String name;
  private final List<JsltToken> tokens;
  private final String metered;
  private final List<int[]> insertions = new ArrayList<>();

  private MeteredText(String name, String text) {
    this.name = name;
    this.tokens = JsltToken.all(text);
    this.metered = insertSteps(text);
  }

  static MeteredText of(String name, String text) {
    return new MeteredText(name, text);
  }

  String name() {
    return name;
  }

  /** The text to compile. */
  String metered() {
    return metered;
  }

  /** The column as written, of a column that the compiler counted. */
  int column(int line, int counted) {
    int column = counted;
    for (int[] insertion : insertions) {
      if (insertion[0] == line && insertion[1] < column) {
        column = Math.max(insertion[1], column - STEP.length());
      }
    }
    return column;
  }

  /** Refuses variables nobody sets, and functions whose answer differs from call to call. */
  void checkNames() {
    Set<String> variables = new HashSet<>(VARIABLES);
    Set<String> functions = new HashSet<>();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).is("let")) {
        variables.add(tokens.get(i + 1).text());
      } else if (tokens.get(i).is("def")) {
        functions.add(tokens.get(i + 1).text());
        for (int p = i + 3; p < tokens.size() && !tokens.get(p).is(")"); p++) {
          variables.add(tokens.get(p).text());
        }
      }
    }
    for (int i = 0; i < tokens.size(); i++) {
      JsltToken token = tokens.get(i);
      String text = token.text();
      if (text.length() > 1 && text.charAt(0) == '$' && !variables.contains(text.substring(1))) {
        String remedy = NearestName.remedy(text.substring(1), VARIABLES);
        throw failed(token, "mapping.unknown-variable", "Nothing sets " + text + ".", remedy);
      }
      boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
      if (called && IMPURE.contains(text) && !functions.contains(text)) {
        throw failed(
            token,
            "mapping.impure",
            text + "() would give another result each time the same message is mapped.",
            "Use $receivedAt, or a value of the message.");
      }
    }
  }

  private MappingException failed(JsltToken token, String kind, String text, String remedy) {
    return new MappingException(
        Finding.error(name, token.line(), token.column(), kind, text, remedy));
  }

  private String insertSteps(String text) {
    StringBuilder result = new StringBuilder(text.length() + 256);
    int copied = 0;
    for (JsltToken close : stepPlaces()) {
      result.append(text, copied, close.end()).append(STEP);
      insertions.add(new int[] {close.line(), close.column()});
      copied = close.end();
    }
    return result.append(text, copied, text.length()).toString();
  }

  /** The closing brackets after {@code def name(..)} and {@code for (..)}, in order. */
  private List<JsltToken> stepPlaces() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      int open = tokens.get(i).is("def") ? i + 2 : tokens.get(i).is("for") ? i + 1 : -1;
      int depth = 0;
      for (int at = open; open > 0 && at < tokens.size(); at++) {
        depth += tokens.get(at).is("(") ? 1 : tokens.get(at).is(")") ? -1 : 0;
        if (depth == 0) {
          if (tokens.get(at).is(")")) {
            places.add(at);
          }
          break;
        }
      }
    }
    return places.stream().sorted().map(tokens::get).toList();
  }
}
