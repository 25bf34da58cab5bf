package dev.patchbay.cli;

import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Locator;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Source;
import dev.patchbay.event.Ids;
import dev.patchbay.inbox.SignatureVerifier;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.mapping.Digests;
import dev.patchbay.plan.PlannedConnection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks the signature of a body in a file, as far as keys and headers were given. */
final class FileSignature {

  private static final UUID FILES = new UUID(0, 0);

  private final @Nullable Signature signature;
  private final Map<String, String> values;

  FileSignature(Connector connector, Source source, Map<String, String> values) {
    this.values = values;
    this.signature =
        new PlannedConnection(connector.name(), connector, values, Map.of(), null, null, null)
            .signature()
            .orElse(source.signatures().get("default"));
  }

  /** The id that this content always has. */
  static UUID idOf(String connector, byte[] body) {
    return Ids.derived(FILES, connector + ":" + HexFormat.of().formatHex(Digests.sha256(body)));
  }

  /** {@code valid}, {@code invalid}, or {@code unchecked} when there was nothing to check with. */
  String of(byte[] body, Map<String, String> headers, @Nullable String url, Instant now) {
    if (signature == null || !hasKey(signature) || !isGiven(signature, headers)) {
      return "unchecked";
    }
    SignedRequest request = new SignedRequest("POST", url == null ? "" : url, headers, body);
    return new SignatureVerifier(() -> now)
        .verify(signature, values, request)
        .result()
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private boolean hasKey(Signature spec) {
    return spec.keys().stream().anyMatch(key -> values.get(key) != null);
  }

  private static boolean isGiven(Signature spec, Map<String, String> headers) {
    Locator at = spec.at();
    return at != null
        && (at.in() != Locator.In.HEADER
            || headers.containsKey(at.name().toLowerCase(Locale.ROOT)));
  }
}
