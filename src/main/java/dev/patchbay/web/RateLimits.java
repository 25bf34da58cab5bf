package dev.patchbay.web;

import dev.patchbay.connector.RateLimit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One token bucket for each connection. */
final class RateLimits {

  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** By this steady clock, in nanoseconds. */
  RateLimits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes one request of a connection.
   *
   * @return 0 when it may go on, or in how many nanoseconds it may
   */
  long take(String connection, RateLimit limit) {
    if (limit.requests() <= 0) {
      return 0;
    }
    Bucket bucket = buckets.get(connection);
    if (bucket == null || !bucket.limit.equals(limit)) {
      bucket = new Bucket(limit, nanos.getAsLong());
      buckets.put(connection, bucket);
    }
    return bucket.take(nanos.getAsLong());
  }

  private static final class Bucket {
    private final RateLimit limit;
    private final double perNano;
    private double tokens;
    private long at;

    Bucket(RateLimit limit, long now) {
      this.limit = limit;
      this.perNano = (double) limit.requests() / limit.per().toNanos();
      this.tokens = limit.requests();
      this.at = now;
    }

    synchronized long take(long now) {
      tokens = Math.min(limit.requests(), tokens + Math.max(0, now - at) * perNano);
      at = now;
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.max(1, (long) Math.ceil((1 - tokens) / perNano));
    }
  }
}
