package dev.patchbay.inbox;

import dev.patchbay.mapping.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the table, with everything computed that needs no database.
 *
 * @param key what a repeat of it has in common with it
 * @param neighbors for a key by body: the keys of the windows before and after
 * @param headers JSON text
 * @param enqueued nanoseconds of {@link System#nanoTime}
 */
record Pending(
    Incoming incoming,
    Instant receivedAt,
    String key,
    List<String> neighbors,
    String sha256,
    byte[] hash,
    String headers,
    long enqueued,
    CompletableFuture<Receipt> future) {

  private static final int LONGEST_PLAIN_ID = 200;

  static Pending of(Incoming incoming, String headers, long now) {
    byte[] hash = Digests.sha256(incoming.body());
    String hex = HexFormat.of().formatHex(hash);
    Instant receivedAt = incoming.receivedAt().truncatedTo(ChronoUnit.MICROS);
    String id = incoming.vendorId();
    String key;
    List<String> neighbors;
    if (id != null) {
      key = "id:" + shorten(id);
      neighbors = List.of();
    } else {
      long window = Math.max(1, incoming.duplicateWindow().toMillis());
      long bucket = Math.floorDiv(receivedAt.toEpochMilli(), window);
      key = "body:" + hex + ":" + bucket;
      neighbors = List.of("body:" + hex + ":" + (bucket - 1), "body:" + hex + ":" + (bucket + 1));
    }
    return new Pending(
        incoming, receivedAt, key, neighbors, hex, hash, headers, now, new CompletableFuture<>());
  }

  /** The key of a message whose vendor id another body already bears. */
  String ownKey() {
    return key + "#" + sha256;
  }

  boolean byBody() {
    return !neighbors.isEmpty();
  }

  /** Whether a row of a neighboring window with this time is a first copy of this message. */
  boolean repeats(Instant other) {
    long apart = Math.abs(ChronoUnit.MILLIS.between(other, receivedAt));
    return apart < incoming.duplicateWindow().toMillis();
  }

  /** PostgreSQL text holds no U+0000. */
  static String text(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  /** As {@link #text}, where there may be none. */
  static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private static String shorten(String id) {
    if (id.length() <= LONGEST_PLAIN_ID && id.indexOf('\0') < 0 && id.indexOf('#') < 0) {
      return id;
    }
    return "#" + HexFormat.of().formatHex(Digests.sha256(id.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return "Pending[" + incoming + "]";
  }
}
