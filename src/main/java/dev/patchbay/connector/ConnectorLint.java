package dev.patchbay.connector;

import dev.patchbay.diagnostic.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that a connector's sheet, Kamelets and mappings fit each other. */
public final class ConnectorLint {

  private final Connector connector;
  private final String sheet;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Kamelet> kamelets = new LinkedHashMap<>();

  private ConnectorLint(Connector connector) {
    this.connector = connector;
    this.sheet = connector.folder().display(SheetReader.FILE);
  }

  /** Everything wrong in one connector folder; empty when it is sound. */
  public static List<Finding> check(Connector connector) {
    return new ConnectorLint(connector).check();
  }

  private List<Finding> check() {
    Source source = connector.source();
    if (source != null) {
      mapping(source.mapping());
      if (source.script() != null) {
        file("script", source.script());
      }
      if (source.kamelet() != null) {
        kamelet(source.kamelet(), false);
      }
      Sweep sweep = source.sweep();
      if (sweep != null) {
        mapping(sweep.mapping());
        kamelet(sweep.kamelet(), false);
      }
    }
    for (Sink sink : connector.sinks().values()) {
      if (sink.mapping() != null) {
        mapping(sink.mapping());
      }
      if (sink.kamelet() != null) {
        if (sink.fetches() && source == null) {
          error(
              "connector.answer-without-source",
              "Sink '%s' stores its answers as messages, and the sheet has no source to read them."
                  .formatted(sink.name()),
              "Write 'source:', or take 'answer' out.");
        }
        kamelet(sink.kamelet(), true);
        signs(sink);
        outcomes(sink);
      }
    }
    parametersAreUsed();
    if (connector.folder().read(connector.name() + ".test.yaml").isEmpty()) {
      error(
          "connector.missing-file",
          "Connector '%s' has no cases.".formatted(connector.name()),
          "Write '%s.test.yaml'.".formatted(connector.name()));
    }
    return List.copyOf(findings);
  }

  private void mapping(String file) {
    file("mapping", file);
  }

  private void file(String word, String file) {
    if (connector.folder().read(file).isEmpty()) {
      error(
          "connector.missing-file",
          "The sheet names %s '%s', and the file is not there.".formatted(word, file),
          "Write it, or take its name out of the sheet.");
    }
  }

  private void kamelet(String name, boolean sink) {
    if (kamelets.containsKey(name)) {
      return;
    }
    KameletReader.Reading reading = KameletReader.read(connector.folder(), name);
    findings.addAll(reading.findings());
    Kamelet kamelet = reading.kamelet().orElse(null);
    if (kamelet == null || reading.template() == null) {
      return;
    }
    kamelets.put(name, kamelet);
    new TemplateLint(kamelet, findings).check(reading.template(), sink);
    for (String property : kamelet.properties().keySet()) {
      if (!kamelet.used().contains(property)) {
        error(
            kamelet.file(),
            "kamelet.unused-property",
            "Property '%s' is declared in Kamelet '%s' but never used.".formatted(property, name),
            "Use it as {{%s}}, or take it out.".formatted(property));
      }
    }
    for (String used : kamelet.used()) {
      if (!kamelet.properties().containsKey(used)) {
        error(
            kamelet.file(),
            "kamelet.undeclared-property",
            "Kamelet '%s' uses {{%s}}, which is not declared.".formatted(name, used),
            "Declare it under spec.definition.properties.");
      }
    }
    kamelet.properties().values().forEach(property -> filled(kamelet, property, sink));
  }

  private void filled(Kamelet kamelet, Kamelet.Property property, boolean sink) {
    if (!sink && property.name().equals(Kamelet.CURSOR)) {
      return;
    }
    Parameter parameter = connector.parameters().get(property.name());
    boolean needed =
        property.defaultValue() == null
            && (kamelet.required().contains(property.name())
                || kamelet.strictlyUsed().contains(property.name()));
    Source source = connector.source();
    Sweep sweep = source == null ? null : source.sweep();
    boolean givenOtherwise =
        connector.isToken(property.name())
            || (sweep != null
                && sweep.kamelet().equals(kamelet.name())
                && sweep.needs().contains(property.name()));
    if (needed
        && !givenOtherwise
        && (parameter == null || !(parameter.required() || parameter.defaultValue() != null))) {
      error(
          kamelet.file(),
          "kamelet.unfilled-property",
          "Property '%s' of Kamelet '%s' may have no value."
              .formatted(property.name(), kamelet.name()),
          "Give it a default, write {{?%s}}, or make parameter '%s' of the sheet required."
              .formatted(property.name(), property.name()));
    }
    if (parameter != null && parameter.secret() != property.secret()) {
      error(
          kamelet.file(),
          "kamelet.secret-mismatch",
          "'%s' is secret in one of sheet and Kamelet '%s', and not in the other."
              .formatted(property.name(), kamelet.name()),
          "Write 'secret: true' in the sheet and 'format: password' in the Kamelet, or neither.");
    }
  }

  private void signs(Sink sink) {
    Kamelet kamelet = kamelets.get(sink.kamelet());
    if (kamelet != null
        && (sink.sign() != null) != kamelet.properties().containsKey(Kamelet.SIGNATURE)) {
      error(
          "connector.signature-property",
          "Sink '%s' says how to sign without a place for the signature, or the other way round."
              .formatted(sink.name()),
          "Write 'sign:' in the sheet, and a property 'signature' with the default '-' in Kamelet"
              + " '%s'.".formatted(kamelet.name()));
    }
  }

  private void outcomes(Sink sink) {
    Kamelet kamelet = sink.kamelet() == null ? null : kamelets.get(sink.kamelet());
    if (kamelet == null || !kamelet.http()) {
      return;
    }
    for (OutcomeRule.Verdict verdict :
        List.of(OutcomeRule.Verdict.FIX_CONFIG, OutcomeRule.Verdict.RETRY)) {
      if (sink.outcomes().stream().noneMatch(rule -> rule.verdict() == verdict)) {
        error(
            "connector.outcomes",
            "Sink '%s' has no outcome that is '%s'."
                .formatted(sink.name(), verdict.name().toLowerCase(Locale.ROOT).replace('_', '-')),
            "Say which answers of the vendor mean that.");
      }
    }
  }

  private void parametersAreUsed() {
    Set<String> used = new LinkedHashSet<>();
    kamelets.values().forEach(kamelet -> used.addAll(kamelet.properties().keySet()));
    OAuth2 oauth2 = connector.oauth2();
    if (oauth2 != null) {
      used.addAll(oauth2.parameters());
    }
    Source source = connector.source();
    if (source != null) {
      source.signatures().values().forEach(signature -> used.addAll(signature.keys()));
      if (source.mappingFrom() != null) {
        used.add(source.mappingFrom());
      }
      if (source.sweep() != null && source.sweep().firstFrom() != null) {
        used.add(source.sweep().firstFrom());
      }
      if (source.signatureBy() != null) {
        used.add(source.signatureBy());
      }
      if (source.handshake() != null && source.handshake().key() != null) {
        used.add(source.handshake().key());
      }
    }
    for (Sink sink : connector.sinks().values()) {
      if (sink.mappingFrom() != null) {
        used.add(sink.mappingFrom());
      }
      if (sink.sign() != null) {
        used.addAll(sink.sign().keys());
      }
    }
    String mappings = mappings();
    for (String name : connector.parameters().keySet()) {
      Pattern read = Pattern.compile("\\$with\\.\"?" + Pattern.quote(name) + "\\b");
      if (!used.contains(name) && !read.matcher(mappings).find()) {
        error(
            "connector.unused-parameter",
            "Parameter '%s' is declared in connector '%s' but never used."
                .formatted(name, connector.name()),
            "Use it in a Kamelet, a signature or a mapping ($with.%s), or take it out."
                .formatted(name));
      }
    }
  }

  private String mappings() {
    StringBuilder all = new StringBuilder();
    for (String file : connector.folder().files()) {
      if (file.endsWith(".jslt")) {
        connector.folder().read(file).ifPresent(text -> all.append(text).append('\n'));
      }
    }
    return all.toString();
  }

  private void error(String kind, String text, String remedy) {
    error(sheet, kind, text, remedy);
  }

  private void error(String file, String kind, String text, String remedy) {
    findings.add(Finding.error(file, 0, 0, kind, text, remedy));
  }
}
