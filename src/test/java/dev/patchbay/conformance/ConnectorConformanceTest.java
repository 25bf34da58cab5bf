package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.ConnectorLint;
import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every connector folder says all that a sheet must say, and its cases show all that it says. */
class ConnectorConformanceTest {

  private static final Path FOLDERS = Path.of("connectors");
  private static final Catalog CATALOG = Catalog.only(FOLDERS);
  private static final List<String> VENDOR_FACTS =
      List.of("signs", "resends", "orders", "disablesOnFailure", "maximumDelay", "notes");

  static Stream<Connector> connectors() {
    return CATALOG.all().stream();
  }

  static Stream<ConnectorCase> cases() {
    return connectors().flatMap(ConnectorConformanceTest::casesOf);
  }

  private static Stream<ConnectorCase> casesOf(Connector connector) {
    return ConnectorCase.of(connector, folder(connector)).stream();
  }

  private static Path folder(Connector connector) {
    return FOLDERS.resolve(connector.name());
  }

  @Test
  void everyFolderHasASheetWithoutFindings() throws IOException {
    assertThat(CATALOG.findings()).isEmpty();
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      assertThat(folders.filter(Files::isDirectory))
          .allSatisfy(
              folder -> assertThat(CATALOG.find(folder.getFileName().toString())).isPresent());
    }
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void standsTheLint(Connector connector) {
    assertThat(ConnectorLint.check(connector)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void saysWhenItWasCheckedAndAgainstWhat(Connector connector) {
    assertThat(connector.checked()).matches("20\\d\\d-\\d\\d-\\d\\d");
    assertThat(connector.links()).isNotEmpty();
    assertThat(connector.description()).endsWith(".").doesNotContain("\n");
    assertThat(connector.parameters().values()).extracting(Parameter::title).doesNotContain("");
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void tellsEveryFactOfItsVendor(Connector connector) {
    Source source = connector.source();
    if (source != null) {
      assertThat(source.vendor()).containsOnlyKeys(VENDOR_FACTS);
      assertThat(source.vendor().values()).noneMatch(String::isBlank);
    }
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void marksWhatLooksLikeASecretAsOne(Connector connector) {
    assertThat(connector.parameters().values())
        .filteredOn(
            parameter ->
                parameter
                    .name()
                    .toLowerCase(Locale.ROOT)
                    .matches(".*(secret|password|token|signing.?key|signature.?key)$"))
        .allSatisfy(parameter -> assertThat(parameter.secret()).as(parameter.name()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void showsEachOutcomeInACase(Connector connector) {
    List<ConnectorCase> cases = casesOf(connector).filter(ConnectorCase::isSink).toList();
    for (Sink sink : connector.sinks().values()) {
      for (OutcomeRule rule : sink.outcomes()) {
        if (rule.verdict() == OutcomeRule.Verdict.ACCEPTED) {
          assertThat(cases)
              .as("a case of %s that is accepted", sink.name())
              .anyMatch(each -> each.expected("outcome").asText().equals("accepted"));
        } else {
          assertThat(cases)
              .as("a case of %s with the kind %s", sink.name(), rule.kind())
              .anyMatch(each -> shows(each, rule));
        }
      }
    }
  }

  private static boolean shows(ConnectorCase each, OutcomeRule rule) {
    String verdict = rule.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return each.expected("outcome").asText().equals(verdict)
        && each.expected("kind").asText().equals(rule.kind());
  }

  @ParameterizedTest
  @MethodSource("connectors")
  void showsEachPartInACaseAndUsesEachFixture(Connector connector) throws IOException {
    List<ConnectorCase> cases = casesOf(connector).toList();
    assertThat(connector.source() != null && cases.stream().noneMatch(ConnectorCase::isSource))
        .as("a source without a case")
        .isFalse();
    assertThat(
            connector.source() != null
                && connector.source().sweep() != null
                && cases.stream().noneMatch(ConnectorCase::isSweep))
        .as("a sweep without a case")
        .isFalse();
    Path fixtures = folder(connector).resolve("fixtures");
    if (Files.isDirectory(fixtures)) {
      String written = Files.readString(folder(connector).resolve(connector.name() + ".test.yaml"));
      try (Stream<Path> files = Files.list(fixtures)) {
        assertThat(files)
            .allSatisfy(file -> assertThat(written).contains(file.getFileName().toString()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesOnlyWordsThatCasesHave(ConnectorCase each) {
    assertThat(Stream.of(each.isSource(), each.isSink(), each.isSweep()).filter(is -> is))
        .as("one of source, sink and sweep")
        .hasSize(1);
    assertThat(each.node().fieldNames())
        .toIterable()
        .isSubsetOf("case", "source", "sink", "sweep", "expect");
    assertThat(each.given().fieldNames())
        .toIterable()
        .isSubsetOf(
            each.isSource()
                ? List.of(
                    "body",
                    "text",
                    "contentType",
                    "headers",
                    "url",
                    "with",
                    "sign",
                    "privateKey",
                    "fetched")
                : each.isSweep()
                    ? List.of("with", "since", "until", each.isDouble() ? "double" : "answers")
                    : List.of(
                        "name", "event", "told", "with", each.isDouble() ? "double" : "answers"));
    assertThat(each.expect().fieldNames())
        .toIterable()
        .isSubsetOf(
            each.isDouble()
                ? each.isSweep()
                    ? List.of("ids", "events")
                    : List.of("outcome", "kind", "state", "repeat")
                : List.of(
                    "signature",
                    "events",
                    "findings",
                    "requests",
                    "outcome",
                    "kind",
                    "asks",
                    "refused",
                    "ids",
                    "wire"));
    JsonNode with = each.given().path("with");
    assertThat(with.fieldNames()).toIterable().isSubsetOf(each.connector().parameters().keySet());
  }
}
