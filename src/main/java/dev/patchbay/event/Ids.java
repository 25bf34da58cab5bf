package dev.patchbay.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Makes ids: time-ordered for new rows, derived where the same input must give the same id. */
public final class Ids {

  /** A millisecond is so many ticks: what 12 bits of an id tell. */
  private static final int TICKS = 4096;

  private static final int NANOS_OF_MILLI = 1_000_000;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicLong last = new AtomicLong();

  /** Ids by this clock and this source of randomness. */
  public Ids(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * A new id that sorts by time and after all those made here before (UUID version 7, RFC 9562 with
   * its increased precision), so that indexes grow at one end and what is said at once keeps its
   * order.
   */
  public UUID next() {
    Instant now = clock.instant();
    long tick =
        now.toEpochMilli() * TICKS
            + (long) (now.getNano() % NANOS_OF_MILLI) * TICKS / NANOS_OF_MILLI;
    long mine = last.updateAndGet(before -> Math.max(tick, before + 1));
    long high = ((mine / TICKS) << 16) | 0x7000L | (mine % TICKS);
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** The least id that {@link #next} makes in the millisecond of {@code time}. */
  public static UUID first(Instant time) {
    return new UUID((time.toEpochMilli() << 16) | 0x7000L, 0x8000000000000000L);
  }

  /** The id that {@code name} always has within {@code parent} (UUID version 8, SHA-256). */
  public static UUID derived(UUID parent, String name) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    digest.update(
        ByteBuffer.allocate(16)
            .putLong(parent.getMostSignificantBits())
            .putLong(parent.getLeastSignificantBits())
            .array());
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x8000L;
    long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
