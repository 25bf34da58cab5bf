package dev.patchbay.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A single value.
 *
 * @param text as written, quotes and escapes undone
 * @param plain whether it was written without quotes, so that it may be a number or a boolean
 */
public record YamlScalar(String text, boolean plain, int line, int column) implements YamlNode {

  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,30}");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]{1,30}|[0-9]{1,30}(\\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?");

  /** Whether nothing was written, or {@code null} or {@code ~}. */
  public boolean isNull() {
    return plain
        && (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null"));
  }

  /** Whether it is an unquoted {@code true} or {@code false}. */
  public boolean isBoolean() {
    return plain && (text.equals("true") || text.equals("false"));
  }

  /** Whether it is an unquoted whole number. */
  public boolean isInteger() {
    return plain && INTEGER.matcher(text).matches();
  }

  @Override
  public String noun() {
    if (isNull()) {
      return "nothing";
    }
    return isBoolean() ? "a boolean" : isInteger() ? "a number" : "a text";
  }

  @Override
  public JsonNode toJson() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (isNull()) {
      return json.nullNode();
    }
    if (isBoolean()) {
      return json.booleanNode(Boolean.parseBoolean(text));
    }
    if (isInteger()) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < 32
          ? json.numberNode(number.intValue())
          : number.bitLength() < 64 ? json.numberNode(number.longValue()) : json.numberNode(number);
    }
    if (plain && DECIMAL.matcher(text).matches()) {
      return json.numberNode(new BigDecimal(text).doubleValue());
    }
    return json.textNode(text);
  }
}
