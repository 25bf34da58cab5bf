package dev.patchbay.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A raw message before it is stored.
 *
 * @param connection the stack's name of where it came from
 * @param vendorId the vendor's own id of this message, or {@code null}
 * @param duplicateWindow where there is no vendor id, how long the same body counts as a repeat
 * @param body bytes as they came (after transfer and content decoding)
 * @param contentType as claimed by the sender; never decides how the body is read
 * @param headers allow-listed headers, lower-case names
 * @param url the address as the vendor knows it, or {@code null}
 * @param receivedAt by our clock
 */
public record Incoming(
    String connection,
    @Nullable String vendorId,
    Duration duplicateWindow,
    byte[] body,
    String contentType,
    Map<String, String> headers,
    @Nullable String url,
    Instant receivedAt) {

  /** {@code toString} tells nothing of the body: people must not reach logs. */
  @Override
  public String toString() {
    return "Incoming[connection=" + connection + ", bytes=" + body.length + "]";
  }
}
