package dev.patchbay.inbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether connections that are looked at from time to time, such as mailboxes and lists, can be
 * read, as far as this hub knows.
 */
public final class PollHealth {

  /** Why one cannot be read. */
  public enum Problem {
    /** It refuses the sign-in. */
    REFUSED,
    /** Nobody answers there, or not in time, or only that it is down. */
    UNREACHABLE,
    /** Anything else. */
    FAILED
  }

  /**
   * One that cannot be read.
   *
   * @param since the first of the looks in a row that failed
   */
  public record Trouble(Problem problem, Instant since) {}

  private final InstantSource clock;
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  /** Of connections that nobody has looked at yet. */
  public PollHealth(InstantSource clock) {
    this.clock = clock;
  }

  /** A look at a connection failed; gives whether the look before it had not failed like this. */
  public boolean failed(String connection, Problem problem) {
    Trouble before = troubles.get(connection);
    if (before != null && before.problem() == problem) {
      return false;
    }
    troubles.put(
        connection, new Trouble(problem, before == null ? clock.instant() : before.since()));
    return true;
  }

  /** A look at a connection went well; gives whether the one before it had failed. */
  public boolean worked(String connection) {
    return troubles.remove(connection) != null;
  }

  /** Why a connection cannot be read; empty where it can, or is never looked at. */
  public Optional<Trouble> of(String connection) {
    return Optional.ofNullable(troubles.get(connection));
  }
}
