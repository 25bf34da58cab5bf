package dev.patchbay.inbox;

import java.time.Duration;

/**
 * How much the inbox holds in memory and how long it lets a sender wait.
 *
 * @param capacity messages that may wait for a commit; more are refused at once
 * @param capacityBytes bytes of bodies that may wait for a commit
 * @param batch messages that share one commit at most
 * @param batchBytes bytes of bodies after which a batch takes no more
 * @param writers threads that write batches; one is best on one database
 * @param deadline how long a message may wait for its commit before it is refused
 * @param retryAfter when a refused sender should come again
 * @param probe how often a database that is away is asked whether it is back
 */
public record InboxSettings(
    int capacity,
    long capacityBytes,
    int batch,
    long batchBytes,
    int writers,
    Duration deadline,
    Duration retryAfter,
    Duration probe) {

  /** What suits one hub on one database. */
  public static final InboxSettings DEFAULT =
      new InboxSettings(
          10_000,
          64L << 20,
          256,
          8L << 20,
          1,
          Duration.ofMillis(1_700),
          Duration.ofSeconds(2),
          Duration.ofMillis(250));
}
