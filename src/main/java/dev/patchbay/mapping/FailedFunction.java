package dev.patchbay.mapping;

import com.schibsted.spt.data.jslt.JsltException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the function that failed, and nothing of the input that the library's message quotes. */
final class FailedFunction {

  private static final Pattern CALL = Pattern.compile("^(?:Function )?([a-z][a-z0-9-]{1,20})\\(");

  private FailedFunction() {}

  static String in(JsltException e) {
    String message = e.getMessageWithoutLocation();
    Matcher call = CALL.matcher(message == null ? "" : message);
    if (call.find()) {
      return " in " + call.group(1) + "()";
    }
    return message != null && message.startsWith("error:") ? " in error()" : "";
  }
}
