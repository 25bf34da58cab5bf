package dev.patchbay.connector;

import dev.patchbay.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how messages, or a sink's requests, are signed. */
final class SignatureReader {

  private static final List<String> PLACES = List.of("header", "query", "form", "json");
  private static final Set<String> HASHES = Set.of("sha1", "sha256", "sha512");
  private static final Set<String> HMAC_KEYS = Set.of("text", "base64", "hex", "whsec");
  private static final Set<String> PUBLIC_KEYS = Set.of("base64", "hex", "pem", "whpk");

  private final SheetReader sheet;
  private final Set<String> parameters;

  SignatureReader(SheetReader sheet, Set<String> parameters) {
    this.sheet = sheet;
    this.parameters = parameters;
  }

  Signature signature(Section section) {
    Signature.Scheme scheme =
        Signature.Scheme.valueOf(SheetReader.constant(section.text("scheme", "none")));
    boolean publicKey = scheme == Signature.Scheme.PUBLIC_KEY;
    List<Locator> at = locators(section);
    places(section, scheme, at.size());
    keys(section, scheme);
    String signed = section.text("signed", "{body}");
    Signature.Entries entries = section.section("entries").map(this::entries).orElse(null);
    Locator id = section.section("id").map(this::locator).orElse(null);
    Locator timestamp = section.section("timestamp").map(this::locator).orElse(null);
    signed(section, signed);
    if (signed.contains("{id}") && id == null) {
      sheet.missing(section, "'{id}' is signed, but 'id' is not written.", "Say where it stands.");
    }
    if (signed.contains("{timestamp}")
        && timestamp == null
        && (entries == null || entries.timestamp() == null)) {
      sheet.missing(
          section, "'{timestamp}' is signed, but stands nowhere.", "Say where it stands.");
    }
    return new Signature(
        scheme,
        at.isEmpty() ? null : at.get(0),
        section.texts("keys"),
        section.text("algorithm", publicKey ? Signature.ED25519 : "sha256"),
        Signature.KeyFormat.valueOf(
            SheetReader.constant(section.text("keyFormat", publicKey ? "base64" : "text"))),
        section.text("encoding", publicKey ? "base64" : "hex"),
        section.text("prefix", ""),
        entries,
        signed,
        id,
        timestamp,
        section.text("timestampUnit", "s"),
        section.duration("tolerance", Duration.ZERO));
  }

  private void places(Section section, Signature.Scheme scheme, int places) {
    boolean elsewhere = scheme == Signature.Scheme.NONE || scheme == Signature.Scheme.JWT;
    if (places != (elsewhere ? 0 : 1)) {
      sheet.missing(
          section,
          "A signature of scheme '%s' stands in %d places."
              .formatted(scheme.name().toLowerCase(Locale.ROOT).replace('_', '-'), places),
          "Write one of header, query and json; none of them for 'none' and 'jwt'.");
    }
  }

  private void keys(Section section, Signature.Scheme scheme) {
    section.scalars("keys").forEach(name -> sheet.mustBeParameter(name, parameters));
    if (scheme != Signature.Scheme.NONE && section.texts("keys").isEmpty()) {
      sheet.missing(section, "A signature has no 'keys'.", "Name the parameters with live keys.");
    }
    boolean publicKey = scheme == Signature.Scheme.PUBLIC_KEY;
    if (publicKey && !section.has("algorithm")) {
      sheet.missing(
          section,
          "A signature of scheme 'public-key' has no 'algorithm'.",
          "Write one of ed25519, ecdsa-p256-sha256 and rsa-sha256.");
    }
    section
        .scalar("algorithm")
        .filter(text -> publicKey == HASHES.contains(text.text()))
        .ifPresent(
            text ->
                sheet.bad(
                    text,
                    "'%s' is no algorithm of this scheme.".formatted(text.text()),
                    "hmac knows sha1, sha256 and sha512; public-key knows ed25519,"
                        + " ecdsa-p256-sha256 and rsa-sha256."));
    section
        .scalar("keyFormat")
        .filter(text -> !(publicKey ? PUBLIC_KEYS : HMAC_KEYS).contains(text.text()))
        .ifPresent(
            text ->
                sheet.bad(
                    text,
                    "'%s' is no key format of this scheme.".formatted(text.text()),
                    "hmac knows text, base64, hex and whsec; public-key knows base64, hex, pem"
                        + " and whpk."));
    if (publicKey
        && section.text("keyFormat", "").equals("whpk")
        && !section.text("algorithm", Signature.ED25519).equals(Signature.ED25519)) {
      sheet.missing(
          section, "A key of format 'whpk' is an Ed25519 key.", "Write 'algorithm: ed25519'.");
    }
  }

  private void signed(Section section, String signed) {
    if (signed.replaceAll("\\{(body|url|method|id|timestamp|sorted-form)}", "").contains("{")) {
      section
          .scalar("signed")
          .ifPresent(
              text ->
                  sheet.bad(
                      text,
                      "'signed' has an unknown word between braces.",
                      "Known: body, url, method, id, timestamp, sorted-form."));
    }
  }

  private Signature.Entries entries(Section section) {
    return new Signature.Entries(
        section.text("separator", ","),
        section.text("assign", ""),
        section.text("signature", ""),
        section.text("timestamp"),
        section.text("key"),
        section.text("within", ""));
  }

  /** A place written with exactly one key; {@code null}, and a finding, otherwise. */
  @Nullable Locator locator(Section section) {
    List<Locator> places = locators(section);
    if (places.size() != 1) {
      sheet.missing(section, "A place has one key.", "Write one of header, query, form and json.");
      return null;
    }
    return places.get(0);
  }

  private static List<Locator> locators(Section section) {
    List<Locator> places = new ArrayList<>();
    for (String place : PLACES) {
      String name = section.text(place);
      if (name != null) {
        Locator.In in = Locator.In.valueOf(SheetReader.constant(place));
        places.add(new Locator(in, in == Locator.In.HEADER ? name.toLowerCase(Locale.ROOT) : name));
      }
    }
    return places;
  }
}
