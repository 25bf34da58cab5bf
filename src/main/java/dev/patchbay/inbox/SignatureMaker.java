package dev.patchbay.inbox;

import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.Entries;
import java.time.Instant;
import java.util.ArrayList;
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
    String key =
        SignatureKeys.live(spec, values).values().stream()
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("No key to sign with: set " + spec.keys()));
    Map<String, String> headers = new LinkedHashMap<>();
    String value =
        spec.scheme() == Signature.Scheme.TOKEN
            ? spec.prefix() + key
            : signature(spec, key, request, at, headers);
    Map<String, String> query = new LinkedHashMap<>();
    switch (place.in()) {
      case HEADER -> headers.put(place.name().toLowerCase(java.util.Locale.ROOT), value);
      case QUERY -> query.put(place.name(), value);
      case FORM, JSON -> {}
    }
    return new Proof(headers, query);
  }

  private static String signature(
      Signature spec, String key, SignedRequest request, Instant at, Map<String, String> added) {
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
                ? KeyPairs.sign(spec, KeyPairs.privateKey(spec, key), content)
                : SignatureKeys.mac(spec, key).doFinal(content));
    String signature = spec.prefix() + made;
    Entries entries = spec.entries();
    if (entries == null) {
      return signature;
    }
    if (entries.assign().isEmpty()) {
      return spec.prefix() + numbered(entries, made, time);
    }
    String entry = entries.signature() + entries.assign() + signature;
    return entries.timestamp() == null
        ? entry
        : entries.timestamp() + entries.assign() + time + entries.separator() + entry;
  }

  /** Entries without names; those that nobody looks at are 1. */
  private static String numbered(Entries entries, String signature, String time) {
    List<String> all = new ArrayList<>();
    int last =
        Math.max(
            Integer.parseInt(entries.signature()),
            entries.timestamp() == null ? 0 : Integer.parseInt(entries.timestamp()));
    for (int number = 1; number <= last; number++) {
      String name = Integer.toString(number);
      all.add(
          name.equals(entries.signature())
              ? signature
              : name.equals(entries.timestamp()) ? time : "1");
    }
    return String.join(entries.separator(), all);
  }
}
