package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import dev.patchbay.diagnostic.Finding;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A mapping run by the JSLT library, within a time limit. */
final class JsltMapping implements Mapping {

  private static final Map<String, JsonNode> ABSENT = absent();

  private final String displayName;
  private final Expression expression;
  private final Duration timeLimit;

  JsltMapping(String displayName, Expression expression, Duration timeLimit) {
    this.displayName = displayName;
    this.expression = expression;
    this.timeLimit = timeLimit;
  }

  @Override
  public JsonNode apply(JsonNode input, Map<String, JsonNode> variables) {
    Map<String, JsonNode> all = new HashMap<>(ABSENT);
    all.putAll(variables);
    Budget.start(timeLimit);
    try {
      JsonNode output = expression.apply(all, input);
      return output == null ? NullNode.getInstance() : output;
    } catch (BudgetSpentException e) {
      throw failed(
          "mapping.too-slow",
          "The mapping did not finish within " + timeLimit.toMillis() + " ms.",
          "Look for recursion without an end, or a regular expression that tries too many ways.");
    } catch (StackOverflowError e) {
      throw failed(
          "mapping.too-deep",
          "The mapping called itself too often.",
          "End the recursion, or refuse input nested this deep.");
    } catch (JsltException e) {
      throw new MappingException(
          Finding.error(
              displayName,
              Math.max(0, e.getLine()),
              Math.max(0, e.getColumn()),
              "mapping.failed",
              "The mapping failed on this input" + FailedFunction.in(e) + ".",
              "Guard the value with if, or with fallback()."));
    } catch (RuntimeException e) {
      throw failed(
          "mapping.failed",
          "The mapping failed on this input (" + e.getClass().getSimpleName() + ").",
          "Guard the value with if, or with fallback().");
    } finally {
      Budget.end();
    }
  }

  private MappingException failed(String kind, String text, String remedy) {
    return new MappingException(Finding.error(displayName, 0, 0, kind, text, remedy));
  }

  private static Map<String, JsonNode> absent() {
    Map<String, JsonNode> absent = new HashMap<>();
    for (String name : MeteredText.VARIABLES) {
      absent.put(name, NullNode.getInstance());
    }
    return absent;
  }
}
