package dev.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.diagnostic.Finding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode INPUT =
      json("{'a': 'x', 'list': [1, 2, 3], 'object': {'p': 1}, 'number': 7}");

  @Test
  void mapsWithVariablesInFunctionsAndImports() {
    Mapping mapping =
        Mappings.compile(
            "connectors/some/lead.jslt",
            "import \"names.jslt\" as n  def f(v) n:join($v, $region)  {\"r\": f(.a), \"l\": [for (.list) . + 1]}",
            name ->
                name.equals("names.jslt")
                    ? Optional.of("def join(a, b) $a + \"-\" + $b + \"-\" + $connection")
                    : Optional.empty());

    JsonNode output =
        mapping.apply(
            INPUT, Map.of("region", TextNode.valueOf("US"), "connection", TextNode.valueOf("c")));

    assertThat(reread(output)).isEqualTo(json("{'r': 'x-US-c', 'l': [2, 3, 4]}"));
  }

  @Test
  void leavesAWellKnownVariableAbsentWhenNobodySetsIt() {
    assertThat(apply("{\"r\": $region, \"w\": $with.x, \"a\": .a}")).isEqualTo(json("{'a': 'x'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a": }                           | mapping.syntax           | 1 | 7
          {"a": nofn(.b)}                   | mapping.syntax           | 1 | 7
          def f(a) $a  {"x": f(.a) "y": 1}  | mapping.syntax           | 1 | 26
          {"a": "open                       | mapping.syntax           | 1 | 12
          ''                                | mapping.syntax           | 0 | 0
          {"a": $regoin}                    | mapping.unknown-variable | 1 | 7
          {"a": now()}                      | mapping.impure           | 1 | 7
          [random(), 1]                     | mapping.impure           | 1 | 2
          uuid()                            | mapping.impure           | 1 | 1
          import "../x.jslt" as x  x(.)     | mapping.unknown-import   | 0 | 0
          import "/etc/passwd" as x  x(.)   | mapping.unknown-import   | 0 | 0
          test(.a, "(")                     | mapping.syntax           | 0 | 0
          """)
  void saysWhatIsWrongAndWhere(String text, String kind, int line, int column) {
    Finding finding = refused(text);

    assertThat(finding.kind()).isEqualTo(kind);
    assertThat(finding.file()).isEqualTo("connectors/some/lead.jslt");
    assertThat(finding.line()).isEqualTo(line);
    assertThat(finding.column()).isEqualTo(column);
  }

  @Test
  void namesTheFunctionThatWasMeant() {
    assertThat(refused("{\"a\": emial(.b)}").remedy()).isEqualTo("Did you mean email()?");
  }

  @Test
  void pointsIntoAnImportedFile() {
    MappingException thrown =
        catchThrowableOfType(
            MappingException.class,
            () ->
                Mappings.compile(
                    "connectors/some/lead.jslt",
                    "import \"part.jslt\" as p  p(.)",
                    name -> Optional.of("{\n  \"a\": ]\n}")));

    assertThat(thrown.finding().file()).isEqualTo("connectors/some/part.jslt");
    assertThat(thrown.finding().line()).isEqualTo(2);
    assertThat(thrown.finding().column()).isEqualTo(8);
  }

  @Test
  void endsARecursionWithoutEnd() {
    assertThat(failed("def f(a) 1 + f($a)  f(.)").kind()).isEqualTo("mapping.too-deep");
  }

  @Test
  void endsARecursionThatBranchesForEver() {
    String text = "def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1  f(60)";

    assertThat(failed(text, Duration.ofMillis(100)).kind()).isEqualTo("mapping.too-slow");
  }

  @Test
  void endsLoopsWithinLoops() {
    String text =
        "[for (.list) [for ($all) [for ($all) [for ($all) [for ($all) [for ($all) .]]]]]]";
    StringBuilder many = new StringBuilder("{'list': [0");
    for (int i = 0; i < 300; i++) {
      many.append(",").append(i);
    }
    Mapping mapping =
        Mappings.compile(
            "a.jslt",
            "let all = (.list) " + text,
            name -> Optional.empty(),
            Duration.ofMillis(100));
    JsonNode input = json(many + "]}");

    MappingException thrown =
        catchThrowableOfType(MappingException.class, () -> mapping.apply(input, Map.of()));

    assertThat(thrown.finding().kind()).isEqualTo("mapping.too-slow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          test(., "^(a|a|aa)+(.)\\\\2\\\\2b$")
          capture(., "(?<x>a|a|aa)+(.)\\\\2\\\\2b$")
          replace(., "(a|a|aa)+(.)\\\\2\\\\2b$", "c")
          split(., "(a|a|aa)+(.)\\\\2\\\\2b$")
          """)
  void endsARegularExpressionThatTriesTooManyWays(String text) {
    Mapping mapping =
        Mappings.compile("a.jslt", text, name -> Optional.empty(), Duration.ofMillis(100));
    JsonNode input = TextNode.valueOf("a".repeat(60) + "!");

    MappingException thrown =
        catchThrowableOfType(MappingException.class, () -> mapping.apply(input, Map.of()));

    assertThat(thrown.finding().kind()).isEqualTo("mapping.too-slow");
  }

  @Test
  void failsWithoutQuotingTheInput() {
    MappingException thrown =
        catchThrowableOfType(
            MappingException.class,
            () -> compiled("number(.a)").apply(json("{'a': 'ana@example.com'}"), Map.of()));

    assertThat(thrown.finding().kind()).isEqualTo("mapping.failed");
    assertThat(thrown.finding().text()).contains("number()");
    assertThat(thrown).hasMessageNotContaining("ana@example.com").hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          test("abc", "b")                                 | true
          test(null, "b")                                  | false
          capture("2026-11", "(?<y>\\\\d+)-(?<m>\\\\d+)")  | {'y': '2026', 'm': '11'}
          capture("x", "(?<y>\\\\d+)")                     | {}
          split("a,b", ",")                                | ['a', 'b']
          replace("a.b.c", "\\\\.", "$1")                  | "a$1b$1c"
          number("12.5")                                   | 12.5
          number("x", 3)                                   | 3
          """)
  void keepsTheMeaningOfJsltsOwnFunctions(String text, String expected) {
    assertThat(reread(apply(text))).isEqualTo(json(expected));
  }

  private static JsonNode apply(String text) {
    return compiled(text).apply(INPUT, Map.of());
  }

  private static Mapping compiled(String text) {
    return Mappings.compile("connectors/some/lead.jslt", text, name -> Optional.empty());
  }

  private static Finding refused(String text) {
    return catchThrowableOfType(MappingException.class, () -> compiled(text)).finding();
  }

  private static Finding failed(String text) {
    return failed(text, Duration.ofSeconds(5));
  }

  private static Finding failed(String text, Duration limit) {
    Mapping mapping = Mappings.compile("a.jslt", text, name -> Optional.empty(), limit);
    return catchThrowableOfType(MappingException.class, () -> mapping.apply(INPUT, Map.of()))
        .finding();
  }

  /** As read from text, where numbers have no Java type. */
  private static JsonNode reread(JsonNode node) {
    return json(node.toString());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
