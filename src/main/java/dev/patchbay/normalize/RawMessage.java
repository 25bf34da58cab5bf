package dev.patchbay.normalize;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came.
 *
 * @param id event ids are derived from it: the same id and body give the same events
 * @param contentType as claimed by the sender; only a multipart boundary is taken from it
 * @param headers allow-listed headers, lower-case names
 * @param url the address as the vendor knows it, or {@code null}
 * @param receivedAt by our clock
 */
public record RawMessage(
    UUID id,
    byte[] body,
    String contentType,
    Map<String, String> headers,
    @Nullable String url,
    Instant receivedAt) {

  /** {@code toString} tells nothing of the body: people must not reach logs. */
  @Override
  public String toString() {
    return "RawMessage[id=" + id + ", bytes=" + body.length + "]";
  }
}
