package dev.patchbay.mapping;

import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the JSLT library's complaint about a text into a finding people can use. */
final class SyntaxFinding {

  private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+)");
  private static final Pattern MET =
      Pattern.compile(
          "Encountered (?:\"<EOF>\"|\" (?:\".*?\"|<[A-Z_]+>) \"(.*?) \"\") at", Pattern.DOTALL);
  private static final Pattern FUNCTION = Pattern.compile("No such function: '([^']*)'");

  private SyntaxFinding() {}

  /**
   * What is wrong.
   *
   * @param last the file that was being read when no file is named
   */
  static Finding of(RuntimeException thrown, String last, Map<String, MeteredText> texts) {
    String message = thrown instanceof JsltException e ? e.getMessageWithoutLocation() : null;
    message = message == null ? String.valueOf(thrown.getMessage()) : message;
    String file = last;
    int line = 0;
    int column = 0;
    if (thrown instanceof JsltException e && e.getSource() != null) {
      file = e.getSource();
      line = Math.max(0, e.getLine());
      column = Math.max(0, e.getColumn());
    }
    Matcher place = PLACE.matcher(message);
    if (place.find()) {
      line = Integer.parseInt(place.group(1));
      column = Integer.parseInt(place.group(2));
    }
    MeteredText text = texts.get(file);
    if (text != null) {
      column = text.column(line, column);
      file = text.name();
    }
    return Finding.error(file, line, column, "mapping.syntax", text(message), remedy(message));
  }

  private static String text(String message) {
    if (message.startsWith("Parse error: Encountered")) {
      Matcher met = MET.matcher(message);
      if (met.find()) {
        String token = met.group(1);
        return token == null || token.isEmpty()
            ? "The mapping ends too early."
            : "Unexpected " + quoted(token) + ".";
      }
    }
    String first = message.lines().findFirst().orElse("The mapping cannot be read");
    first = PLACE.matcher(first).replaceAll("").replaceAll("\\s+", " ").trim();
    return first.endsWith(".") ? first : first + ".";
  }

  private static @Nullable String remedy(String message) {
    Matcher function = FUNCTION.matcher(message);
    if (!function.find()) {
      return null;
    }
    List<String> known = new ArrayList<>(BuiltinFunctions.functions.keySet());
    PatchbayFunctions.ALL.forEach(ours -> known.add(ours.getName()));
    return NearestName.of(function.group(1), known)
        .map(name -> "Did you mean " + name + "()?")
        .orElse("Functions are listed in docs/spec/connector.md.");
  }

  private static String quoted(String token) {
    return "'" + (token.length() > 40 ? token.substring(0, 40) + "..." : token) + "'";
  }
}
