package dev.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FormAnswersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void takesPlainFieldsWithWordsForTheirNames() {
    assertThat(
            answers("{\"first_name\": \"Kai\", \"guests\": 12, \"terms\": true, \"empty\": \"\"}"))
        .containsExactly("first name|first_name|Kai", "guests|guests|12", "terms|terms|true");
  }

  @Test
  void looksIntoWhatOnlyWrapsAndNamesWhatBelongsToSomethingElse() {
    assertThat(
            answers(
                "{\"data\": {\"email\": \"k@example.com\"}, \"business\": {\"name\": \"Harbor\"}}"))
        .containsExactly("email|email|k@example.com", "business name|business.name|Harbor");
  }

  @Test
  void takesAFormWithAnIdForAThingAndNotForAWrapper() {
    assertThat(answers("{\"form\": {\"id\": \"f1\", \"name\": \"Contact us\"}, \"name\": \"Kai\"}"))
        .containsExactly("form id|form.id|f1", "form name|form.name|Contact us", "name|name|Kai");
  }

  @Test
  void readsListsOfLabelsAndValuesUnderTheirUsualNames() {
    assertThat(
            answers(
                "{\"fields\": [{\"label\": \"Your name\", \"key\": \"q1\", \"value\": \"Kai\"},"
                    + " {\"question\": \"Days\", \"answer\": [\"Mon\", \"Tue\"]},"
                    + " {\"field\": {\"ref\": \"mail\", \"title\": \"Mail\"}, \"email\": \"k@example.com\"},"
                    + " {\"label\": \"No value\"}]}"))
        .containsExactly("Your name|q1|Kai", "Days|Days|Mon, Tue", "Mail|mail|k@example.com");
  }

  @Test
  void joinsListsOfPlainTexts() {
    assertThat(answers("{\"interests\": [\"tea\", \"coffee\"]}"))
        .containsExactly("interests|interests|tea, coffee");
  }

  @Test
  void joinsTheRowsOfATable() {
    assertThat(answers("{\"dishes\": [[\"soup\", 2], [], [\"salad\", \"\"]]}"))
        .containsExactly("dishes|dishes|soup, 2, salad");
  }

  @Test
  void leavesOutWhatTheFormToolCallsAPassword() {
    assertThat(
            answers(
                "{\"fields[pw][value]\": \"hush\", \"fields[pw][type]\": \"password\","
                    + " \"fields\": {\"pw2\": {\"title\": \"Code\", \"type\": \"Password\","
                    + " \"value\": \"hush\"}}, \"name\": \"Kai\"}"))
        .containsExactly("name|name|Kai");
  }

  @Test
  void readsNamesInBrackets() {
    assertThat(
            answers(
                "{\"fields[email][value]\": \"k@example.com\", \"fields[email][title]\": \"E-mail\","
                    + " \"fields[email][type]\": \"email\", \"form[id]\": \"7\"}"))
        .containsExactly("E-mail|email|k@example.com");
  }

  @Test
  void leavesOutWhatIsSecret() {
    assertThat(
            answers(
                "{\"token\": \"t\", \"google_key\": \"g\", \"api_key\": \"a\", \"apikey\": \"a\","
                    + " \"g-recaptcha-response\": \"r\","
                    + " \"_wpnonce\": \"n\", \"message\": \"Hi\"}"))
        .containsExactly("message|message|Hi");
  }

  @Test
  void readsABodyThatIsAList() {
    assertThat(answers("[{\"name\": \"email\", \"value\": \"k@example.com\"}]"))
        .containsExactly("email|email|k@example.com");
  }

  @Test
  void findsNothingInWhatHasNoFields() {
    assertThat(answers("\"text\"")).isEmpty();
    assertThat(answers("null")).isEmpty();
    assertThat(answers("{}")).isEmpty();
  }

  @Test
  void stopsAtADepthNoFormHas() {
    String deep = "{\"a\":".repeat(50) + "{\"x\": \"1\"}" + "}".repeat(50);
    assertThat(answers(deep)).isEmpty();
  }

  @Test
  void givesTheFirstFieldThatHasAValue() {
    JsonNode object = json("{\"b\": \"\", \"c\": null, \"d\": {\"x\": 1}, \"e\": 5, \"f\": \"z\"}");
    JsonNode names = json("[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]");
    assertThat(FormAnswers.firstText(object, names).asText()).isEqualTo("5");
    assertThat(FormAnswers.firstText(json("null"), names).isNull()).isTrue();
    assertThat(FormAnswers.firstText(json("[1]"), names).isNull()).isTrue();
  }

  private static List<String> answers(String body) {
    return StreamSupport.stream(FormAnswers.of(json(body)).spliterator(), false)
        .map(
            a ->
                a.path("label").asText()
                    + "|"
                    + a.path("ref").asText()
                    + "|"
                    + a.path("value").asText())
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
