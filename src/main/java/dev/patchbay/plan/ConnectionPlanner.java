package dev.patchbay.plan;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.OAuth2;
import dev.patchbay.connector.Parameter;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Sink;
import dev.patchbay.connector.Source;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.SigningKeys;
import dev.patchbay.normalize.FieldRecognition;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.WrittenConnection;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.YamlMapping;
import dev.patchbay.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Resolves one connection of a stack. */
final class ConnectionPlanner {

  static final String UNSIGNED = "unsigned";

  private final StackFile stack;
  private final WrittenConnection written;
  private final References references;
  private final List<Finding> findings;
  private final Map<String, String> values = new LinkedHashMap<>();
  private @Nullable Finding stopped;

  ConnectionPlanner(
      StackFile stack, WrittenConnection written, References references, List<Finding> findings) {
    this.stack = stack;
    this.written = written;
    this.references = references;
    this.findings = findings;
  }

  /** The planned connection, or empty when its connector is not known. */
  Optional<PlannedConnection> plan(Catalog catalog) {
    YamlScalar name = written.connector();
    if (name == null) {
      return Optional.empty();
    }
    Connector connector = catalog.find(name.text()).orElse(null);
    if (connector == null) {
      unknownConnector(catalog, name);
      return Optional.empty();
    }
    written.with().values().forEach(entry -> value(connector, entry));
    for (Parameter parameter : connector.parameters().values()) {
      if (!written.with().containsKey(parameter.name()) || isNothing(parameter.name())) {
        absent(parameter);
      }
    }
    PlannedConnection planned =
        new PlannedConnection(
            written.name(),
            connector,
            written.category() == null ? connector.category() : written.category(),
            Collections.unmodifiableMap(values),
            fields(),
            written.expectEvery(),
            written.expectDuring(),
            stopped,
            written.concurrency(),
            written.rateLimit());
    if (stopped == null) {
      signature(planned);
      connector.sinks().values().stream()
          .map(Sink::sign)
          .filter(Objects::nonNull)
          .distinct()
          .forEach(sign -> keys(sign, SigningKeys::toSign));
      signIn(planned);
    }
    return Optional.of(planned);
  }

  private void unknownConnector(Catalog catalog, YamlScalar name) {
    if (catalog.isBroken(name.text())) {
      error(
          name.line(),
          name.column(),
          "plan.broken-connector",
          "The sheet of connector%s has errors.".formatted(NearestName.quoted(name.text())),
          "Mend the findings in its folder.");
      return;
    }
    List<String> names = catalog.all().stream().map(Connector::name).toList();
    error(
        name.line(),
        name.column(),
        "plan.unknown-connector",
        "No connector is called%s.".formatted(NearestName.quoted(name.text())),
        NearestName.remedy(name.text(), names));
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (YamlMapping.Entry entry : written.fields().values()) {
      if (!FieldRecognition.NAMES.contains(entry.key())) {
        error(
            entry.line(),
            entry.column(),
            "plan.unknown-field",
            "No field of a person is called%s.".formatted(NearestName.quoted(entry.key())),
            NearestName.remedy(entry.key(), FieldRecognition.NAMES));
      } else if (entry.value() instanceof YamlScalar label && !label.isNull()) {
        fields.put(entry.key(), label.text());
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  private boolean isNothing(String parameter) {
    YamlMapping.Entry entry = written.with().get(parameter);
    return entry != null && entry.value() instanceof YamlScalar scalar && scalar.isNull();
  }

  private void absent(Parameter parameter) {
    if (parameter.defaultValue() != null) {
      values.put(parameter.name(), parameter.defaultValue());
    } else if (parameter.required()) {
      error(
          written.line(),
          written.column(),
          "plan.missing-parameter",
          "Connection%s has no '%s' (%s)."
              .formatted(NearestName.quoted(written.name()), parameter.name(), parameter.title()),
          "Write it under 'with:'%s."
              .formatted(
                  parameter.secret()
                      ? ", as '%s: \"${env:NAME}\"'".formatted(parameter.name())
                      : parameter.example() == null
                          ? ""
                          : ", such as '%s: %s'".formatted(parameter.name(), parameter.example())));
    }
  }

  private void value(Connector connector, YamlMapping.Entry entry) {
    if (!(entry.value() instanceof YamlScalar scalar) || scalar.isNull()) {
      return;
    }
    Parameter parameter = connector.parameters().get(entry.key());
    if (parameter == null) {
      if (entry.key().equals(UNSIGNED) && maybeUnsigned(connector)) {
        unsigned(scalar);
        return;
      }
      error(
          entry.line(),
          entry.column(),
          "plan.unknown-parameter",
          "Connector '%s' has no parameter%s."
              .formatted(connector.name(), NearestName.quoted(entry.key())),
          NearestName.remedy(entry.key(), connector.parameters().keySet()));
      return;
    }
    if (References.isMalformed(scalar.text())) {
      error(
          scalar.line(),
          scalar.column(),
          "plan.bad-reference",
          "'%s' has a reference that is not of the form ${env:NAME} or ${file:PATH}."
              .formatted(parameter.name()),
          "Check the word before the colon and the closing brace.");
      return;
    }
    if (parameter.secret() && !References.isReference(scalar.text())) {
      error(
          scalar.line(),
          scalar.column(),
          "stack.literal-secret",
          "'%s' is a secret and is written in the file.".formatted(parameter.name()),
          "Write \"${env:NAME}\" or \"${file:PATH}\", and make a new secret: this one was seen.");
      return;
    }
    References.Resolved resolved = references.resolve(scalar.text());
    if (resolved.value() == null) {
      missing(parameter, scalar, String.valueOf(resolved.missing()));
      return;
    }
    new ParameterCheck(stack.file(), findings).check(parameter, scalar, resolved.value());
    values.put(parameter.name(), resolved.value());
  }

  private void missing(Parameter parameter, YamlScalar scalar, String what) {
    Finding finding =
        Finding.warning(
            stack.file(),
            scalar.line(),
            scalar.column(),
            "plan.missing-secret",
            "Connection%s is stopped: %s for '%s' is missing or empty."
                .formatted(NearestName.quoted(written.name()), what, parameter.name()),
            "Set it and start again.");
    findings.add(finding);
    if (stopped == null) {
      stopped = finding;
    }
  }

  static boolean maybeUnsigned(Connector connector) {
    Source source = connector.source();
    return source != null
        && source.signatures().values().stream()
            .anyMatch(signature -> signature.scheme() == Signature.Scheme.NONE);
  }

  private void unsigned(YamlScalar scalar) {
    if (scalar.isBoolean()) {
      values.put(UNSIGNED, scalar.text());
    } else {
      error(
          scalar.line(),
          scalar.column(),
          "plan.bad-value",
          "'unsigned' is not true or false.",
          "Write 'unsigned: true' to take messages that nobody signed.");
    }
  }

  private void signature(PlannedConnection planned) {
    Source source = planned.connector().source();
    if (source == null || source.kind() != Source.Kind.WEBHOOK) {
      return;
    }
    Signature signature = planned.signature().orElse(null);
    if (signature == null) {
      error(
          written.line(),
          written.column(),
          "plan.unknown-signature",
          "'%s' names no signature of connector '%s'."
              .formatted(source.signatureBy(), planned.connector().name()),
          "Known: %s.".formatted(String.join(", ", source.signatures().keySet())));
      return;
    }
    boolean consent = "true".equals(values.get(UNSIGNED));
    if (signature.scheme() == Signature.Scheme.NONE && !consent) {
      error(
          written.line(),
          written.column(),
          "plan.unsigned-needs-consent",
          "Anybody could send messages to connection%s: they are not signed."
              .formatted(NearestName.quoted(written.name())),
          "Choose a way of signing, or write 'unsigned: true' under 'with:'.");
    } else if (signature.scheme() != Signature.Scheme.NONE
        && signature.keys().stream()
            .noneMatch(key -> values.containsKey(key) || written.with().containsKey(key))) {
      error(
          written.line(),
          written.column(),
          "plan.no-signing-key",
          "Connection%s would refuse every message: it has no key to check them with."
              .formatted(NearestName.quoted(written.name())),
          "Write %s under 'with:'.".formatted(String.join(" or ", signature.keys())));
    }
    keys(signature, SigningKeys::toVerify);
  }

  private void keys(
      Signature signature, BiFunction<Signature, String, Optional<SigningKeys.Problem>> check) {
    for (String key : signature.keys()) {
      String value = values.get(key);
      YamlMapping.Entry entry = written.with().get(key);
      if (value != null && !value.isEmpty() && entry != null) {
        check
            .apply(signature, value)
            .ifPresent(
                problem ->
                    error(
                        entry.line(),
                        entry.column(),
                        "plan.bad-signing-key",
                        "'%s' of connection%s cannot be the key: %s."
                            .formatted(key, NearestName.quoted(written.name()), problem.why()),
                        problem.remedy()));
      }
    }
  }

  private void signIn(PlannedConnection planned) {
    OAuth2 oauth2 = planned.connector().oauth2();
    if (oauth2 == null || planned.values().containsKey(oauth2.token())) {
      return;
    }
    List<String> missing =
        oauth2.parameters().stream().filter(name -> !values.containsKey(name)).toList();
    if (onlyTells(planned)
        && oauth2.parameters().stream().noneMatch(name -> written.with().containsKey(name))) {
      return;
    }
    if (!missing.isEmpty()) {
      error(
          written.line(),
          written.column(),
          "plan.no-sign-in",
          "Connection%s cannot sign in: %s missing."
              .formatted(
                  NearestName.quoted(written.name()),
                  String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")),
          "Write %s under 'with:', or an access token of your own as '%s'."
              .formatted(String.join(", ", missing), oauth2.token()));
    }
  }

  /** Whether it is never asked nor told anything, but tells by webhooks. */
  private static boolean onlyTells(PlannedConnection planned) {
    Source source = planned.connector().source();
    return source != null
        && source.kind() == Source.Kind.WEBHOOK
        && planned.connector().sinks().isEmpty()
        && planned.keyless().isEmpty();
  }

  private void error(int line, int column, String kind, String text, String remedy) {
    findings.add(Finding.error(stack.file(), line, column, kind, text, remedy));
  }

  /** All connections of a stack that can be planned, in the order written. */
  static Map<String, PlannedConnection> all(
      StackFile stack, Catalog catalog, References references, List<Finding> findings) {
    Map<String, PlannedConnection> planned = new LinkedHashMap<>();
    for (WrittenConnection written : new ArrayList<>(stack.connections().values())) {
      new ConnectionPlanner(stack, written, references, findings)
          .plan(catalog)
          .ifPresent(connection -> planned.put(written.name(), connection));
    }
    return Collections.unmodifiableMap(planned);
  }
}
