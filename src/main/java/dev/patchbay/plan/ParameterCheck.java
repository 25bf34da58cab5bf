package dev.patchbay.plan;

import dev.patchbay.connector.Parameter;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.DurationText;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.YamlScalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/** Checks that a value is what its parameter says. Values are never quoted: they may be secret. */
final class ParameterCheck {

  private static final Set<String> SCHEMES =
      Set.of("http", "https", "jdbc", "imap", "imaps", "smtp", "smtps");

  private final String file;
  private final List<Finding> findings;

  ParameterCheck(String file, List<Finding> findings) {
    this.file = file;
    this.findings = findings;
  }

  void check(Parameter parameter, YamlScalar at, String value) {
    switch (parameter.type()) {
      case STRING -> {}
      case INTEGER -> mustBe(value.matches("-?[0-9]{1,9}"), parameter, at, "a whole number", "10");
      case BOOLEAN ->
          mustBe(value.equals("true") || value.equals("false"), parameter, at, "a boolean", "true");
      case DURATION ->
          mustBe(DurationText.parse(value).isPresent(), parameter, at, "a duration", "5m");
      case URL -> mustBe(isUrl(value), parameter, at, "an address", "https://api.example.com");
    }
    if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
      boolean literal = value.equals(at.text());
      bad(
          at,
          "'%s' cannot be%s."
              .formatted(parameter.name(), literal ? NearestName.quoted(value) : " that"),
          literal
              ? NearestName.remedy(value, parameter.choices())
              : "Known: " + String.join(", ", parameter.choices()) + ".");
    }
  }

  private void mustBe(
      boolean holds, Parameter parameter, YamlScalar at, String noun, String example) {
    if (!holds) {
      bad(
          at,
          "'%s' is not %s.".formatted(parameter.name(), noun),
          "Write such as %s."
              .formatted(parameter.example() == null ? example : parameter.example()));
    }
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = new URI(value);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme())
          && (uri.isOpaque() || uri.getRawAuthority() != null);
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private void bad(YamlScalar at, String text, String remedy) {
    findings.add(Finding.error(file, at.line(), at.column(), "plan.bad-value", text, remedy));
  }
}
