package dev.patchbay.conformance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Source;
import dev.patchbay.event.Event;
import dev.patchbay.inbox.RequestFields;
import dev.patchbay.inbox.SignatureMaker;
import dev.patchbay.inbox.SignatureVerifier;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.inbox.Verdict;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.normalize.Normalized;
import dev.patchbay.normalize.Normalizer;
import dev.patchbay.normalize.RawMessage;
import dev.patchbay.normalize.SourceSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs raw messages through a connector as the hub does: signature first, then the mapping. */
final class SourceRun {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final Map<String, Mapping> COMPILED = new ConcurrentHashMap<>();
  private static final ObjectMapper EVENTS =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private final Connector connector;
  private final Source source;
  private final Map<String, String> with;
  private final JsonNode visible;
  private final Mapping mapping;

  SourceRun(Connector connector, Map<String, String> with, JsonNode visible) {
    this.connector = connector;
    this.source = Objects.requireNonNull(connector.source(), "a source");
    this.with = with;
    this.visible = visible;
    this.mapping = mapping(connector, source.mapping());
  }

  static SourceRun of(ConnectorCase each) {
    return new SourceRun(each.connector(), each.with(), each.withoutSecrets());
  }

  static Mapping mapping(Connector connector, String file) {
    ConnectorFolder folder = connector.folder();
    return COMPILED.computeIfAbsent(
        folder.display(file),
        display -> Mappings.compile(display, folder.read(file).orElseThrow(), folder::read));
  }

  /** The signature that applies by the parameters. */
  Signature signature() {
    String by = source.signatureBy();
    if (source.signatures().isEmpty()) {
      return new Signature(
          Signature.Scheme.NONE,
          null,
          java.util.List.of(),
          "sha256",
          Signature.KeyFormat.TEXT,
          "hex",
          "",
          null,
          "{body}",
          null,
          null,
          "s",
          java.time.Duration.ZERO);
    }
    return by == null
        ? source.signatures().values().iterator().next()
        : Objects.requireNonNull(source.signatures().get(with.get(by)), "the signature named");
  }

  /** The case's request; signed with the first key where it says so. */
  SignedRequest request(ConnectorCase each) {
    Map<String, String> headers = new LinkedHashMap<>();
    each.given()
        .path("headers")
        .fields()
        .forEachRemaining(
            entry ->
                headers.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue().asText()));
    if (each.given().has("fetched")) {
      headers.put(Normalizer.FETCHED, each.given().path("fetched").toString());
    }
    String url = each.given().path("url").asText("https://hooks.example/hooks/" + connector.name());
    SignedRequest request = new SignedRequest("POST", url, headers, each.body());
    return each.given().path("sign").asBoolean()
        ? sign(request, each.given().path("privateKey").asText(null))
        : request;
  }

  /** Signs with the first key; of a key pair, with the other half of it. */
  SignedRequest sign(SignedRequest request, @Nullable String privateKey) {
    Map<String, String> keys = new HashMap<>(with);
    if (signature().scheme() == Signature.Scheme.PUBLIC_KEY) {
      keys.put(
          signature().keys().get(0), Objects.requireNonNull(privateKey, "the case's privateKey"));
    }
    SignatureMaker.Proof proof = SignatureMaker.sign(signature(), keys, request, NOW);
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.putAll(proof.headers());
    byte[] body = SignatureMaker.body(signature(), keys, request.body());
    return new SignedRequest(request.method(), request.url(), headers, body);
  }

  Verdict verify(SignedRequest request) {
    return verify(request, NOW);
  }

  /** What the door says of a case's request; what was fetched does not come by the door. */
  Verdict verify(ConnectorCase each, SignedRequest request) {
    return each.given().has("fetched")
        ? new Verdict(Verdict.Result.UNCHECKED, null, null, null)
        : verify(request);
  }

  /** At another time: signed times are held against it. */
  Verdict verify(SignedRequest request, Instant now) {
    return new SignatureVerifier(Clock.fixed(now, ZoneOffset.UTC))
        .verify(signature(), with, request);
  }

  Optional<String> messageId(SignedRequest request) {
    return new RequestFields(request.headers(), request.url(), request.body())
        .join(source.messageId());
  }

  Normalized normalize(SignedRequest request, String contentType) {
    return normalize(UUID.nameUUIDFromBytes(request.body()), request, contentType);
  }

  /** As the message that was stored under {@code id}. */
  Normalized normalize(UUID id, SignedRequest request, String contentType) {
    Map<String, String> kept = new HashMap<>(request.headers());
    kept.keySet()
        .removeIf(name -> !name.equals(Normalizer.FETCHED) && !source.headers().contains(name));
    RawMessage message = new RawMessage(id, request.body(), contentType, kept, request.url(), NOW);
    SourceSpec spec =
        new SourceSpec(
            connector.name(),
            source,
            mapping,
            visible,
            Map.of(),
            "US",
            ZoneId.of("America/Chicago"));
    return new Normalizer().normalize(spec, message);
  }

  /** The events as people read them. */
  static JsonNode json(Normalized normalized) {
    return EVENTS.valueToTree(normalized.events());
  }

  /** An event as people read it. */
  static JsonNode json(Event event) {
    return EVENTS.valueToTree(event);
  }
}
