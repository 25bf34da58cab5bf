package dev.patchbay.connector;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.Section;
import dev.patchbay.yaml.YamlDocument;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlReader;
import dev.patchbay.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a capability sheet into a {@link Connector}. */
final class SheetReader {

  static final String FILE = "connector.yaml";

  /** A parameter every webhook connection has: consent to take messages that nobody signed. */
  static final String UNSIGNED = "unsigned";

  private final String folderName;
  private final ConnectorFolder folder;
  private final String file;
  private final List<Finding> findings = new ArrayList<>();

  private SheetReader(String folderName, ConnectorFolder folder) {
    this.folderName = folderName;
    this.folder = folder;
    this.file = folder.display(FILE);
  }

  /** What reading gave: a connector when there was no error. */
  record Reading(Optional<Connector> connector, List<Finding> findings) {}

  static Reading read(String folderName, ConnectorFolder folder) {
    return new SheetReader(folderName, folder).read();
  }

  private Reading read() {
    YamlDocument document = YamlReader.read(file, folder.read(FILE).orElse(""));
    YamlNode root = document.value();
    if (root == null) {
      return new Reading(Optional.empty(), document.findings());
    }
    Connector connector = sheet(SheetShapes.SHEET.read(root, file, SheetShapes.KINDS, findings));
    boolean broken = findings.stream().anyMatch(Finding::isError);
    return new Reading(broken ? Optional.empty() : Optional.of(connector), List.copyOf(findings));
  }

  private Connector sheet(Section sheet) {
    sheet
        .scalar("connector")
        .filter(name -> !name.text().equals(folderName))
        .ifPresent(
            name ->
                bad(name, "The sheet's name is not the folder's.", "Write '" + folderName + "'."));
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    sheet
        .sections("parameters")
        .forEach((name, section) -> parameters.put(name, parameter(name, section)));
    Source source =
        sheet
            .section("source")
            .map(section -> new SourceReader(this, parameters.keySet()).source(section))
            .orElse(null);
    Map<String, Sink> sinks = new LinkedHashMap<>();
    sheet
        .sections("sinks")
        .forEach(
            (name, section) ->
                sinks.put(name, new SinkReader(this, parameters.keySet()).sink(name, section)));
    if (!sheet.has("source") && !sheet.has("sinks")) {
      findings.add(
          Finding.error(
              file,
              sheet.line(),
              sheet.column(),
              "connector.missing-key",
              "The sheet has neither a source nor sinks.",
              "Write how the system tells us, how it can be told, or both."));
    }
    return new Connector(
        folderName,
        sheet.text("title", folderName),
        Category.valueOf(constant(sheet.text("category", "generic"))),
        sheet.text("description", ""),
        sheet.table("links"),
        sheet.text("checked"),
        Collections.unmodifiableMap(parameters),
        sheet
            .section("oauth2")
            .map(section -> new OAuth2Reader(this, parameters).oauth2(section))
            .orElse(null),
        source,
        Collections.unmodifiableMap(sinks),
        folder);
  }

  private Parameter parameter(String name, Section section) {
    boolean secret = section.flag("secret", false);
    if (name.equals(UNSIGNED)) {
      findings.add(
          Finding.error(
              file,
              section.line(),
              section.column(),
              "connector.bad-value",
              "The parameter name 'unsigned' is taken.",
              "Every webhook connection may be given it; choose another name."));
    }
    if (secret) {
      for (String key : List.of("default", "choices")) {
        section
            .node(key)
            .filter(node -> !(node instanceof YamlScalar scalar && scalar.text().isEmpty()))
            .ifPresent(
                node -> bad(node, "A secret has no '%s'.".formatted(key), "Remove the key."));
      }
    }
    return new Parameter(
        name,
        section.text("title", name),
        section.text("description"),
        Parameter.Type.valueOf(constant(section.text("type", "string"))),
        secret,
        secret && section.flag("inBody", false),
        section.flag("required", false),
        section.text("default"),
        section.texts("choices"),
        section.text("example"));
  }

  /** Reads a rate limit, or none. */
  RateLimit rateLimit(Section section) {
    return section
        .section("rateLimit")
        .map(
            limit ->
                new RateLimit(
                    Math.max(0, limit.integer("requests", 0)),
                    limit.duration("per", RateLimit.NONE.per())))
        .orElse(RateLimit.NONE);
  }

  /** Checks that a text names a parameter of the sheet. */
  void mustBeParameter(YamlScalar scalar, Set<String> parameters) {
    if (!parameters.contains(scalar.text())) {
      findings.add(
          Finding.error(
              file,
              scalar.line(),
              scalar.column(),
              "connector.unknown-parameter",
              "No parameter%s is declared.".formatted(NearestName.quoted(scalar.text())),
              NearestName.remedy(scalar.text(), parameters)));
    }
  }

  /** Notes a value that cannot be. */
  void bad(YamlNode node, String text, @Nullable String remedy) {
    findings.add(
        Finding.error(file, node.line(), node.column(), "connector.bad-value", text, remedy));
  }

  /** Notes that something is missing in a section. */
  void missing(Section section, String text, String remedy) {
    findings.add(
        Finding.error(
            file, section.line(), section.column(), "connector.missing-key", text, remedy));
  }

  /** Where findings go. */
  List<Finding> findings() {
    return findings;
  }

  /** The sheet as findings name it. */
  String file() {
    return file;
  }

  /** An enum constant's name for a word of the sheet. */
  static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
