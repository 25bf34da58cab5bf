package dev.patchbay.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.doubles.Answer;
import dev.patchbay.doubles.Received;
import dev.patchbay.doubles.VendorDouble;
import dev.patchbay.route.SweepPages.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The vendor whose lists a sweep reads: what it was recorded to say, or the connector's double. */
interface SweptVendor {

  /** What it answers, however often it is asked. */
  Answer answer(Received request);

  /** Whether the answer to what is asked now may hold messages. */
  boolean brings();

  /** The answer was taken: what comes now is the next question. */
  void taken();

  /** All from the beginning. */
  void rewind();

  /** Questions that were others than those to come. */
  List<String> faults();

  /** The connector's double, which knows its lists and whom it lets in. */
  record Played(VendorDouble played) implements SweptVendor {

    static Played of(ConnectorCase each) {
      return new Played(
          VendorDouble.of(
                  each.connector(), each.with(), each.given().path("double"), () -> SourceRun.NOW)
              .orElseThrow());
    }

    @Override
    public Answer answer(Received request) {
      return played.answer(request);
    }

    @Override
    public boolean brings() {
      return true;
    }

    @Override
    public void taken() {}

    @Override
    public void rewind() {}

    @Override
    public List<String> faults() {
      return List.of();
    }
  }

  /**
   * Answers as recorded, each to its question, to whoever has the credential that the case says.
   */
  final class Recorded implements SweptVendor {

    private static final Answer WHO = new Answer(401, Map.of(), "{}");
    private static final Answer WHAT = new Answer(404, Map.of(), "{}");

    private final SweepTalk talk;
    private final JsonNode wire;
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private int at;

    /**
     * A vendor that was recorded.
     *
     * @param wire what each request has beside the question: {@code path} before it, {@code
     *     headers}
     */
    Recorded(SweepTalk talk, JsonNode wire) {
      this.talk = talk;
      this.wire = wire;
    }

    @Override
    public Answer answer(Received request) {
      if (!letsIn(request)) {
        return WHO;
      }
      if (at >= talk.turns().size()) {
        faults.add("a question more: " + told(request));
        return WHAT;
      }
      SweepTalk.Turn turn = talk.turns().get(at);
      if (!is(request, turn.question())) {
        faults.add(
            "question %d was %s, not %s".formatted(at, told(request), turn.question().written()));
        return WHAT;
      }
      return written(turn.answer());
    }

    /** Whether a request is a question, as it is asked over the wire. */
    boolean is(Received request, Question question) {
      String body = question.body() == null ? "" : question.body();
      return request.method().equals(question.method())
          && request.path().equals(wire.path("path").asText() + question.path())
          && Received.fields(request.query()).equals(Received.fields(question.query()))
          && json(request.body()).equals(json(body));
    }

    /** The answer that was recorded for question {@code number}. */
    Answer recorded(int number) {
      return written(talk.turns().get(number).answer());
    }

    private boolean letsIn(Received request) {
      return wire.path("headers").properties().stream()
          .allMatch(
              header -> {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                String value = request.headers().getOrDefault(name, "");
                // After an answer with a charset, Camel names that too.
                return header
                    .getValue()
                    .asText()
                    .equals(name.equals("content-type") ? value.replaceAll(" *;.*", "") : value);
              });
    }

    @Override
    public boolean brings() {
      return at < talk.turns().size() && !talk.turns().get(at).found().isEmpty();
    }

    @Override
    public void taken() {
      at++;
    }

    @Override
    public void rewind() {
      at = 0;
    }

    @Override
    public List<String> faults() {
      return faults;
    }

    private static Answer written(JsonNode answer) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", "application/json");
      answer
          .path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      return new Answer(
          answer.path("status").asInt(200),
          headers,
          answer.has("body") ? answer.path("body").toString() : "");
    }
  }

  /** What a request asks. */
  static String asked(Received request) {
    return "%s %s?%s %s"
        .formatted(request.method(), request.path(), request.query(), request.body());
  }

  /** A request for people who read what went wrong. */
  static String told(Received request) {
    return asked(request) + " " + request.headers();
  }

  private static Object json(String body) {
    try {
      return ConnectorCase.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
