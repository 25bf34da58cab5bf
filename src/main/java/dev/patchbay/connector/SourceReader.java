package dev.patchbay.connector;

import dev.patchbay.event.EventType;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.Section;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlScalar;
import dev.patchbay.yaml.YamlSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code source} block of a sheet. */
final class SourceReader {

  private static final String DEFAULT = "default";
  private static final Duration FIRST = Duration.ofDays(1);
  private static final Duration LOOKBACK = Duration.ofHours(1);
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(10);
  private static final String ACCEPTED = "202";

  private final SheetReader sheet;
  private final Set<String> parameters;
  private final SignatureReader signing;

  SourceReader(SheetReader sheet, Set<String> parameters) {
    this.sheet = sheet;
    this.parameters = parameters;
    this.signing = new SignatureReader(sheet, parameters);
  }

  Source source(Section source) {
    selectors(sheet, source);
    Source.Kind kind = Source.Kind.valueOf(SheetReader.constant(source.text("kind", "webhook")));
    if (kind == Source.Kind.POLL && !source.has("kamelet") && !source.has("sweep")) {
      sheet.missing(
          source,
          "A polled source has neither 'kamelet' nor 'sweep'.",
          "Name its source Kamelet, or write how its pages are read.");
    }
    for (YamlScalar header : source.scalars("headers")) {
      if (header.text().toLowerCase(Locale.ROOT).startsWith("patchbay-")) {
        sheet.bad(header, "A header of this name is ours alone.", "Take it out.");
      }
    }
    Map<String, Signature> signatures = signatures(source);
    if (kind == Source.Kind.WEBHOOK && signatures.isEmpty()) {
      sheet.missing(
          source,
          "A webhook source says nothing of signatures.",
          "Write 'signature:'; 'scheme: none' when the vendor does not sign.");
    }
    source.scalar("mappingFrom").ifPresent(from -> sheet.mustBeParameter(from, parameters));
    source.scalar("signatureBy").ifPresent(name -> sheet.mustBeParameter(name, parameters));
    if (source.has("signatures") && !source.has("signatureBy")) {
      sheet.missing(
          source,
          "Several signatures, but no 'signatureBy'.",
          "Name the parameter whose value picks one.");
    }
    return new Source(
        kind,
        Source.Format.valueOf(SheetReader.constant(source.text("format", "json"))),
        source.texts("events"),
        source.text("mapping", ""),
        source.text("mappingFrom"),
        source.text("kamelet"),
        source.section("handshake").map(this::handshake).orElse(null),
        script(source, kind),
        signatures,
        source.text("signatureBy"),
        source.section("sweep").map(this::sweep).orElse(null),
        messageId(source),
        source.duration("duplicateWindow", DUPLICATE_WINDOW),
        source.texts("headers").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        sheet.rateLimit(source),
        Integer.parseInt(source.text("accepted", ACCEPTED)),
        source.section("vendor").map(this::vendor).orElse(Map.of()));
  }

  /** Checks that every selector names a type there is. */
  static void selectors(SheetReader sheet, Section section) {
    for (YamlScalar selector : section.scalars("events")) {
      if (!EventType.isSelector(selector.text())) {
        sheet.bad(
            selector,
            "No event type is called%s.".formatted(NearestName.quoted(selector.text())),
            NearestName.remedy(selector.text(), EventType.ALL));
      }
    }
  }

  private Map<String, String> vendor(Section section) {
    Map<String, String> facts = new LinkedHashMap<>();
    SheetShapes.VENDOR
        .fields()
        .forEach(
            field -> {
              String fact = section.text(field.name());
              if (fact != null) {
                facts.put(field.name(), fact);
              }
            });
    return Collections.unmodifiableMap(facts);
  }

  private @Nullable String script(Section source, Source.Kind kind) {
    if (source.has("script") && (kind != Source.Kind.WEBHOOK || source.has("handshake"))) {
      sheet.missing(
          source,
          "'script' is answered to GET, which only a webhook without a handshake has free.",
          "Take 'script' or 'handshake' out.");
    }
    return source.text("script");
  }

  private Sweep sweep(Section section) {
    section.scalars("needs").forEach(name -> sheet.mustBeParameter(name, parameters));
    section.scalar("firstFrom").ifPresent(name -> sheet.mustBeParameter(name, parameters));
    return new Sweep(
        section.text("kamelet", ""),
        section.text("mapping", ""),
        section.texts("needs"),
        section.duration("first", FIRST),
        section.text("firstFrom"),
        section.duration("lookback", LOOKBACK),
        section.duration("grace", Duration.ZERO),
        section.text("retryAfter", "Retry-After").toLowerCase(Locale.ROOT));
  }

  private Handshake handshake(Section section) {
    section.scalar("key").ifPresent(name -> sheet.mustBeParameter(name, parameters));
    if (section.has("verify") != section.has("key")) {
      sheet.missing(
          section, "'verify' and 'key' belong together.", "Write both of them or neither.");
    }
    String header = section.text("header");
    return new Handshake(
        section.text("verify"),
        section.text("key"),
        section.text("echo"),
        header == null ? null : header.toLowerCase(Locale.ROOT),
        section.text("text", "ok"));
  }

  private Map<String, Signature> signatures(Section source) {
    Map<String, Signature> signatures = new LinkedHashMap<>();
    source.section("signature").ifPresent(one -> signatures.put(DEFAULT, signing.signature(one)));
    source
        .sections("signatures")
        .forEach((name, one) -> signatures.put(name, signing.signature(one)));
    if (source.has("signature") && source.has("signatures")) {
      sheet.missing(
          source, "Both 'signature' and 'signatures' are written.", "Keep one of the two.");
    }
    return Collections.unmodifiableMap(signatures);
  }

  private List<Locator> messageId(Section source) {
    YamlNode node = source.node("messageId").orElse(null);
    if (node == null) {
      return List.of();
    }
    List<YamlNode> items = node instanceof YamlSequence list ? list.items() : List.of(node);
    List<Locator> places = new ArrayList<>();
    for (YamlNode item : items) {
      Locator place =
          signing.locator(
              SheetShapes.LOCATOR.read(item, sheet.file(), SheetShapes.KINDS, sheet.findings()));
      if (place != null) {
        places.add(place);
      }
    }
    return List.copyOf(places);
  }
}
