package dev.patchbay.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.delivery.Reply.Failure;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.MappingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sink's outcome table, with the defaults behind it: reply in, verdict out. */
public final class Outcomes {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 300;

  private record Line(OutcomeRule rule, @Nullable Mapping condition) {}

  private final List<Line> lines = new ArrayList<>();
  private final InstantSource clock;

  /**
   * A table.
   *
   * @param conditions compiles the text of a {@code when}
   * @param clock tells how far off a date in a reply is
   */
  public Outcomes(
      List<OutcomeRule> rules, Function<String, Mapping> conditions, InstantSource clock) {
    for (OutcomeRule rule : rules) {
      String when = rule.when();
      lines.add(new Line(rule, when == null ? null : conditions.apply(when)));
    }
    this.clock = clock;
  }

  /** What {@code reply} means: the first line that covers it, else the default. */
  public Outcome judge(Reply reply) {
    @Nullable JsonNode view = null;
    for (Line line : lines) {
      if (!covers(line.rule(), reply)) {
        continue;
      }
      if (line.condition() != null) {
        view = view == null ? view(reply) : view;
        if (!holds(line.condition(), view)) {
          continue;
        }
      }
      return outcome(line.rule(), reply);
    }
    return Defaults.judge(reply, text(reply), retryAfter(reply, "retry-after"));
  }

  private Outcome outcome(OutcomeRule rule, Reply reply) {
    @Nullable Duration wait = null;
    if (rule.verdict() == Verdict.RETRY) {
      String header = rule.retryAfter();
      wait = header == null ? null : retryAfter(reply, header);
      if (wait == null) {
        wait = retryAfter(reply, "retry-after");
      }
    }
    return new Outcome(rule.verdict(), rule.kind(), text(reply), rule.remedy(), wait, false);
  }

  private @Nullable Duration retryAfter(Reply reply, String header) {
    return RetryAfter.read(
        reply.headers().get(header.toLowerCase(java.util.Locale.ROOT)), clock.instant());
  }

  private static boolean covers(OutcomeRule rule, Reply reply) {
    if (rule.statusFrom() > 0) {
      Integer status = reply.status();
      if (status == null || status < rule.statusFrom() || status > rule.statusTo()) {
        return false;
      }
    }
    Failure failure = reply.failure();
    String error = rule.error();
    if (error != null
        && (failure == null || !(error.equals(failure.kind()) || error.equals(failure.type())))) {
      return false;
    }
    String code = rule.code();
    return code == null || (failure != null && matches(code, failure.code()));
  }

  private static boolean matches(String pattern, @Nullable String code) {
    if (code == null) {
      return false;
    }
    return pattern.endsWith("*")
        ? code.startsWith(pattern.substring(0, pattern.length() - 1))
        : code.equals(pattern);
  }

  private static boolean holds(Mapping condition, JsonNode view) {
    JsonNode result;
    try {
      result = condition.apply(view, Map.of());
    } catch (MappingException e) {
      return false;
    }
    if (result.isBoolean()) {
      return result.booleanValue();
    }
    return !result.isMissingNode()
        && !result.isNull()
        && !(result.isContainerNode() && result.isEmpty());
  }

  private static JsonNode view(Reply reply) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    Integer status = reply.status();
    if (status != null) {
      view.put("status", status.intValue());
    }
    ObjectNode headers = view.putObject("headers");
    reply.headers().forEach(headers::put);
    String body = reply.body();
    if (body != null) {
      try {
        view.set("body", JSON.readTree(body));
      } catch (JsonProcessingException e) {
        view.put("body", body);
      }
    }
    return view;
  }

  private static String text(Reply reply) {
    Failure failure = reply.failure();
    if (failure != null) {
      return clean(failure.text());
    }
    Integer status = reply.status();
    return status == null ? "The destination took it." : "The destination answered " + status + ".";
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_TEXT)
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
