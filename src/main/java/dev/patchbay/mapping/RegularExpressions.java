package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.RegexpFunction;
import dev.patchbay.mapping.PatchbayFunctions.NamedFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** JSLT's functions over regular expressions, each within the time of the running mapping. */
final class RegularExpressions {

  static final Function TEST = new Regular("test", 2, RegularExpressions::test);
  static final Function CAPTURE = new Regular("capture", 2, RegularExpressions::capture);
  static final Function SPLIT = new Regular("split", 2, RegularExpressions::split);
  static final Function REPLACE = new Regular("replace", 3, RegularExpressions::replace);

  private static final int MAX_CACHED = 2000;
  private static final Map<String, Pattern> CACHE = new ConcurrentHashMap<>();
  private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  private RegularExpressions() {}

  private static JsonNode test(JsonNode[] arguments) {
    return arguments[0].isNull()
        ? BooleanNode.FALSE
        : BooleanNode.valueOf(matcher(arguments).find());
  }

  private static JsonNode capture(JsonNode[] arguments) {
    if (arguments[0].isNull()) {
      return NullNode.getInstance();
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    Matcher matcher = matcher(arguments);
    if (matcher.find()) {
      Matcher names = GROUP_NAME.matcher(matcher.pattern().pattern());
      while (names.find()) {
        String value = matcher.group(names.group(1));
        if (value != null) {
          result.put(names.group(1), value);
        }
      }
    }
    return result;
  }

  private static JsonNode split(JsonNode[] arguments) {
    if (arguments[0].isNull()) {
      return NullNode.getInstance();
    }
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    for (String part : pattern(arguments[1]).split(metered(arguments[0]))) {
      result.add(part);
    }
    return result;
  }

  private static JsonNode replace(JsonNode[] arguments) {
    if (arguments[0].isNull()) {
      return NullNode.getInstance();
    }
    String replacement = Matcher.quoteReplacement(PatchbayFunctions.written(arguments[2]));
    return TextNode.valueOf(matcher(arguments).replaceAll(replacement));
  }

  private static Matcher matcher(JsonNode[] arguments) {
    return pattern(arguments[1]).matcher(metered(arguments[0]));
  }

  private static MeteredCharacters metered(JsonNode node) {
    return new MeteredCharacters(PatchbayFunctions.written(node), Budget.current());
  }

  private static Pattern pattern(JsonNode expression) {
    if (expression.isNull()) {
      throw new JsltException("A regular expression cannot be null");
    }
    String text = PatchbayFunctions.written(expression);
    Pattern known = CACHE.get(text);
    if (known != null) {
      return known;
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (CACHE.size() < MAX_CACHED) {
        CACHE.put(text, pattern);
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new JsltException("A regular expression cannot be read: " + e.getDescription());
    }
  }

  /** Lets the compiler check a literal expression at once. */
  private static final class Regular implements Function, RegexpFunction {
    private final NamedFunction function;

    Regular(String name, int arguments, PatchbayFunctions.Body body) {
      this.function = new NamedFunction(name, arguments, arguments, body);
    }

    @Override
    public String getName() {
      return function.getName();
    }

    @Override
    public int getMinArguments() {
      return function.getMinArguments();
    }

    @Override
    public int getMaxArguments() {
      return function.getMaxArguments();
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
      return function.call(input, arguments);
    }

    @Override
    public int regexpArgumentNumber() {
      return 1;
    }
  }
}
