package dev.patchbay.inbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A raw message as stored, ready to be processed. */
public record Message(
    UUID id,
    String connection,
    @Nullable String vendorId,
    byte[] body,
    String contentType,
    Map<String, String> headers,
    @Nullable String url,
    Instant receivedAt) {

  /** Header of a message that a sweep found. Ours alone; the door keeps no header of this name. */
  public static final String SWEPT = "patchbay-swept";

  /** {@code toString} tells nothing of the body: people must not reach logs. */
  @Override
  public String toString() {
    return "Message[id=" + id + ", connection=" + connection + "]";
  }
}
