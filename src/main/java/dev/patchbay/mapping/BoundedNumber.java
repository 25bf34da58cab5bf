package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import java.util.Objects;

/** JSLT's {@code number()}, which takes most of a minute over a million digits, kept short. */
final class BoundedNumber {

  private static final int MAX_CHARACTERS = 100;
  private static final Function NUMBER =
      Objects.requireNonNull(BuiltinFunctions.functions.get("number"));

  private BoundedNumber() {}

  static JsonNode of(JsonNode[] arguments) {
    if (arguments[0].isTextual() && arguments[0].textValue().length() > MAX_CHARACTERS) {
      if (arguments.length > 1) {
        return arguments[1];
      }
      throw new JsltException("number() takes at most " + MAX_CHARACTERS + " characters");
    }
    return NUMBER.call(arguments[0], arguments);
  }
}
