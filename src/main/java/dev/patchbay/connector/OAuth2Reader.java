package dev.patchbay.connector;

import dev.patchbay.yaml.Section;
import java.time.Duration;
import java.util.Map;

/** Reads the {@code oauth2} block of a sheet. */
final class OAuth2Reader {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final SheetReader sheet;
  private final Map<String, Parameter> parameters;

  OAuth2Reader(SheetReader sheet, Map<String, Parameter> parameters) {
    this.sheet = sheet;
    this.parameters = parameters;
  }

  OAuth2 oauth2(Section section) {
    for (String key : new String[] {"token", "clientId", "clientSecret", "credential"}) {
      section.scalar(key).ifPresent(name -> sheet.mustBeParameter(name, parameters.keySet()));
    }
    OAuth2.Grant grant =
        OAuth2.Grant.valueOf(SheetReader.constant(section.text("grant", "refresh-token")));
    if (section.has("credential") == (grant == OAuth2.Grant.CLIENT_CREDENTIALS)) {
      sheet.missing(
          section,
          "A sign-in by %s and its 'credential' do not fit."
              .formatted(section.text("grant", "refresh-token")),
          "Name the parameter with the refresh token or assertion; none for client-credentials.");
    }
    OAuth2 oauth2 =
        new OAuth2(
            section.text("token", ""),
            section.text("tokenUrl", ""),
            grant,
            section.text("clientId", ""),
            section.text("clientSecret"),
            section.text("credential"),
            section.text("authentication", "body").equals("basic"),
            section.duration("lifetime", LIFETIME),
            section.duration("ahead", AHEAD));
    for (String name : oauth2.parameters()) {
      section
          .scalar("tokenUrl")
          .filter(url -> url.text().contains("{" + name + "}") && !parameters.containsKey(name))
          .ifPresent(
              url ->
                  sheet.bad(
                      url,
                      "'tokenUrl' names {%s}, which is no parameter.".formatted(name),
                      "Declare it under 'parameters:'."));
    }
    Parameter token = parameters.get(oauth2.token());
    if (token != null && (!token.secret() || token.required())) {
      sheet.missing(
          section,
          "The token's parameter is not a secret, or is required.",
          "Write 'secret: true' and leave 'required' out: Patchbay fills it.");
    }
    return oauth2;
  }
}
