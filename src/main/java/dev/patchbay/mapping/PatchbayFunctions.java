package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions a mapping has besides JSLT's own; docs/spec/connector.md lists them. */
final class PatchbayFunctions {

  /** Counts one step of the running mapping. */
  static final Function STEP =
      new NamedFunction(
          "patchbay-step",
          0,
          0,
          arguments -> {
            Budget.current().step();
            return BooleanNode.TRUE;
          });

  /** All of them, those that replace one of JSLT's own included. */
  static final List<Function> ALL =
      List.of(
          STEP,
          text("phone", 1, 2, a -> PhoneNumbers.e164(text(a, 0), text(a, 1))),
          text("country_code", 1, 1, a -> Countries.code(text(a, 0))),
          text("email", 1, 1, a -> EmailAddresses.normalize(text(a, 0))),
          new NamedFunction("minor_units", 2, 2, a -> Money.minorUnits(a[0], text(a, 1))),
          text("major_units", 2, 2, a -> Money.majorUnits(a[0], text(a, 1))),
          new NamedFunction("pieces", 1, 1, a -> pieces(a[0])),
          text("sha256_hex", 1, 1, a -> Digests.hex("SHA-256", text(a, 0))),
          text("md5_hex", 1, 1, a -> Digests.hex("MD5", text(a, 0))),
          text("first_name", 1, 1, a -> PersonNames.first(text(a, 0))),
          text("last_name", 1, 1, a -> PersonNames.last(text(a, 0))),
          text("instant", 1, 2, a -> Times.iso(a[0], text(a, 1))),
          new NamedFunction("epoch_seconds", 1, 1, a -> Times.epoch(a[0], 1000)),
          new NamedFunction("epoch_millis", 1, 1, a -> Times.epoch(a[0], 1)),
          new NamedFunction("query_params", 1, 1, a -> Urls.queryObject(text(a, 0))),
          text("blank_to_null", 1, 1, PatchbayFunctions::blankToNull),
          text("html_text", 1, 1, a -> HtmlText.of(text(a, 0))),
          text("url_encode", 1, 1, a -> Urls.encode(text(a, 0))),
          new NamedFunction("opt_out", 1, 1, a -> BooleanNode.valueOf(OptOuts.isOne(text(a, 0)))),
          new NamedFunction("form_answers", 1, 1, a -> FormAnswers.of(a[0])),
          new NamedFunction("first_text", 2, 2, a -> FormAnswers.firstText(a[0], a[1])),
          RegularExpressions.TEST,
          RegularExpressions.CAPTURE,
          RegularExpressions.SPLIT,
          RegularExpressions.REPLACE,
          new NamedFunction("number", 1, 2, BoundedNumber::of));

  private PatchbayFunctions() {}

  /** The argument as text: text and scalars as they read; absent, null and containers are null. */
  static @Nullable String text(JsonNode[] arguments, int index) {
    if (index >= arguments.length) {
      return null;
    }
    JsonNode node = arguments[index];
    return node == null || !node.isValueNode() || node.isNull() ? null : node.asText();
  }

  /** A value as JSLT's {@code string()} writes it: text as it is, all else as JSON. */
  static String written(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static @Nullable String blankToNull(JsonNode[] arguments) {
    String text = text(arguments, 0);
    return text == null || text.isBlank() ? null : text;
  }

  /** What is sold by weight or length is one piece. */
  private static JsonNode pieces(JsonNode quantity) {
    double number = quantity.isNumber() ? quantity.doubleValue() : 0;
    long whole = Math.round(number);
    return LongNode.valueOf(number > 0 && whole == number ? whole : 1);
  }

  private static Function text(String name, int min, int max, TextBody body) {
    return new NamedFunction(
        name,
        min,
        max,
        arguments -> {
          String text = body.call(arguments);
          return text == null ? NullNode.getInstance() : TextNode.valueOf(text);
        });
  }

  private interface TextBody {
    @Nullable String call(JsonNode[] arguments);
  }

  interface Body {
    JsonNode call(JsonNode[] arguments);
  }

  /** A function by its body. */
  static final class NamedFunction implements Function {
    private final String name;
    private final int min;
    private final int max;
    private final Body body;

    NamedFunction(String name, int min, int max, Body body) {
      this.name = name;
      this.min = min;
      this.max = max;
      this.body = body;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public int getMinArguments() {
      return min;
    }

    @Override
    public int getMaxArguments() {
      return max;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
      return body.call(arguments);
    }
  }
}
