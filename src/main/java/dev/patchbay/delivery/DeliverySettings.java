package dev.patchbay.delivery;

import java.time.Duration;

/**
 * How lanes behave, the same for all.
 *
 * @param retries when to try again
 * @param breakerAfter failures in a row after which a destination counts as down
 * @param probeEvery how often a destination that is down is tried at first
 * @param probeAtMostEvery how often at last
 * @param trialEvery how often a paused lane tries one delivery
 * @param keepFor deliveries that wait longer than this leave memory
 * @param capacity deliveries a lane keeps in memory, about
 * @param scanEvery how often an owner looks for due deliveries unasked
 * @param takeEvery how often the others try to take a lane
 * @param grace how long a lane that closes waits for attempts under way
 * @param overdue how long beyond its time an attempt may hang before its thread is interrupted
 */
public record DeliverySettings(
    RetryPolicy retries,
    int breakerAfter,
    Duration probeEvery,
    Duration probeAtMostEvery,
    Duration trialEvery,
    Duration keepFor,
    int capacity,
    Duration scanEvery,
    Duration takeEvery,
    Duration grace,
    Duration overdue) {

  /** What the program runs with. */
  public static final DeliverySettings STANDARD =
      new DeliverySettings(
          RetryPolicy.STANDARD,
          10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          2_000,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10));

  /** The same with other retries. */
  public DeliverySettings withRetries(RetryPolicy other) {
    return new DeliverySettings(
        other,
        breakerAfter,
        probeEvery,
        probeAtMostEvery,
        trialEvery,
        keepFor,
        capacity,
        scanEvery,
        takeEvery,
        grace,
        overdue);
  }

  /** The same with another size of memory. */
  public DeliverySettings withCapacity(int deliveries) {
    return new DeliverySettings(
        retries,
        breakerAfter,
        probeEvery,
        probeAtMostEvery,
        trialEvery,
        keepFor,
        deliveries,
        scanEvery,
        takeEvery,
        grace,
        overdue);
  }

  /** The same with other distances between tries of what is down or paused, and other keeping. */
  public DeliverySettings withProbes(
      int after, Duration every, Duration atMostEvery, Duration trial, Duration keep) {
    return new DeliverySettings(
        retries,
        after,
        every,
        atMostEvery,
        trial,
        keep,
        capacity,
        scanEvery,
        takeEvery,
        grace,
        overdue);
  }
}
