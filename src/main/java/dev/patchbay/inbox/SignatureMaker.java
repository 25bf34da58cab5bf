package dev.patchbay.inbox;

import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.Entries;
import dev.patchbay.mapping.JsonWebToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs requests as a vendor would: for tests, cases and made-up traffic. */
public final class SignatureMaker {

  /**
   * What a vendor adds to its request.
   *
   * @param headers lower-case names
   * @param query fields for the address, which must be there before anything that signs the address
   */
  public record Proof(Map<String, String> headers, Map<String, String> query) {}

  private SignatureMaker() {}

  /**
   * The proof for a request, made with the first key that has a value; of a key pair that is the
   * private key. A token inside a JSON body is the body's own matter.
   *
   * @param at the signed time
   * @throws IllegalArgumentException when the connection has no key
   */
  public static Proof sign(
      Signature spec, Map<String, String> values, SignedRequest request, Instant at) {
    Locator place = spec.at();
    if (spec.scheme() == Signature.Scheme.NONE || place == null) {
      return new Proof(Map.of(), Map.of());
    }
    Map.Entry<String, String> key = first(spec, values);
    Map<String, String> headers = new LinkedHashMap<>();
    String value =
        spec.scheme() == Signature.Scheme.TOKEN
            ? spec.prefix() + key.getValue()
            : signature(spec, key, request, at, headers);
    Map<String, String> query = new LinkedHashMap<>();
    switch (place.in()) {
      case HEADER -> headers.put(place.name().toLowerCase(java.util.Locale.ROOT), value);
      case QUERY -> query.put(place.name(), value);
      case FORM, JSON -> {}
    }
    return new Proof(headers, query);
  }

  /** The body as it is sent: where the sheet says so, a JSON Web Token with these claims. */
  public static byte[] body(Signature spec, Map<String, String> values, byte[] claims) {
    if (spec.scheme() != Signature.Scheme.JWT) {
      return claims;
    }
    String signed =
        JsonWebToken.unsigned("HS" + spec.algorithm().substring("sha".length()), claims);
    byte[] hash =
        SignatureKeys.mac(spec, first(spec, values).getValue())
            .doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return (signed + '.' + JsonWebToken.encode(hash)).getBytes(StandardCharsets.US_ASCII);
  }

  private static Map.Entry<String, String> first(Signature spec, Map<String, String> values) {
    return SignatureKeys.live(spec, values).entrySet().stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No key to sign with: set " + spec.keys()));
  }

  private static String signature(
      Signature spec,
      Map.Entry<String, String> key,
      SignedRequest request,
      Instant at,
      Map<String, String> added) {
    String time =
        Long.toString(spec.timestampUnit().equals("ms") ? at.toEpochMilli() : at.getEpochSecond());
    if (spec.timestamp() != null && spec.timestamp().in() == Locator.In.HEADER) {
      added.put(spec.timestamp().name().toLowerCase(java.util.Locale.ROOT), time);
    }
    RequestFields fields = new RequestFields(request.headers(), request.url(), request.body());
    String id = "";
    if (spec.id() != null) {
      id = fields.find(spec.id()).orElseGet(() -> "msg_" + UUID.nameUUIDFromBytes(request.body()));
      if (spec.id().in() == Locator.In.HEADER) {
        added.put(spec.id().name().toLowerCase(java.util.Locale.ROOT), id);
      }
    }
    byte[] content = new SignedContent(spec, request, fields, id, time).bytes(request.url());
    String made =
        SignatureKeys.encode(
            spec,
            spec.scheme() == Signature.Scheme.PUBLIC_KEY
                ? KeyPairs.sign(spec, KeyPairs.privateKey(spec, key.getValue()), content)
                : SignatureKeys.mac(spec, key.getValue()).doFinal(content));
    Entries entries = spec.entries();
    if (entries == null) {
      return spec.prefix() + made;
    }
    String written =
        entries.assign().isEmpty()
            ? spec.prefix() + numbered(entries, made, time, SignatureKeys.name(key.getKey()))
            : named(entries, spec.prefix() + made, time, SignatureKeys.name(key.getKey()));
    return entries.within().isEmpty()
        ? written
        : Base64.getEncoder().encodeToString(written.getBytes(StandardCharsets.UTF_8));
  }

  private static String named(Entries entries, String signature, String time, String key) {
    List<String> all = new ArrayList<>();
    if (entries.key() != null) {
      all.add(entries.key() + entries.assign() + key);
    }
    if (entries.timestamp() != null) {
      all.add(entries.timestamp() + entries.assign() + time);
    }
    all.add(entries.signature() + entries.assign() + signature);
    return String.join(entries.separator(), all);
  }

  /** Entries without names; those that nobody looks at are 1. */
  private static String numbered(Entries entries, String signature, String time, String key) {
    Map<String, String> known = new LinkedHashMap<>();
    if (entries.key() != null) {
      known.put(entries.key(), key);
    }
    if (entries.timestamp() != null) {
      known.put(entries.timestamp(), time);
    }
    known.put(entries.signature(), signature);
    int last = known.keySet().stream().mapToInt(Integer::parseInt).max().orElse(0);
    List<String> all = new ArrayList<>();
    for (int number = 1; number <= last; number++) {
      all.add(known.getOrDefault(Integer.toString(number), "1"));
    }
    return String.join(entries.separator(), all);
  }
}
