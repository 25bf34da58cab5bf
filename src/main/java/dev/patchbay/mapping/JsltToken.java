package dev.patchbay.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * A word or sign of a JSLT text; strings and comments are passed over.
 *
 * @param end index in the text behind the token
 */
record JsltToken(String text, int line, int column, int end) {

  boolean is(String other) {
    return text.equals(other);
  }

  static List<JsltToken> all(String text) {
    List<JsltToken> tokens = new ArrayList<>();
    int line = 1;
    int lineStart = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int from = at;
      if (c == '\n') {
        line++;
        lineStart = ++at;
      } else if (c == '"') {
        int end = endOfString(text, at);
        tokens.add(new JsltToken("\"\"", line, from - lineStart + 1, end));
        for (; at < end; at++) {
          if (text.charAt(at) == '\n') {
            line++;
            lineStart = at + 1;
          }
        }
      } else if (c == '/' && text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '$' || isWord(c)) {
        for (at++; at < text.length() && (isWord(text.charAt(at)) || colon(text, at)); at++) {}
        tokens.add(new JsltToken(text.substring(from, at), line, from - lineStart + 1, at));
      } else {
        at++;
        if (!Character.isWhitespace(c)) {
          tokens.add(new JsltToken(String.valueOf(c), line, from - lineStart + 1, at));
        }
      }
    }
    return tokens;
  }

  private static int endOfString(String text, int open) {
    int at = open + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), at + 1);
  }

  /** Whether a colon stands within {@code module:function}. */
  private static boolean colon(String text, int at) {
    return text.charAt(at) == ':'
        && at + 1 < text.length()
        && Character.isLetter(text.charAt(at + 1))
        && Character.isLetter(text.charAt(at - 1));
  }

  private static boolean isWord(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
  }
}
