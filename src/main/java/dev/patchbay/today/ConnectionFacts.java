package dev.patchbay.today;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.PollHealth;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection right now.
 *
 * @param title its connector's, as the vendor writes it
 * @param stopped why it cannot run, or {@code null}
 * @param reading why it cannot be looked at now, or {@code null} where it can, or never is
 * @param listening when it was heard from, or {@code null} where it never tells anything
 * @param unread what came and waits to be read
 * @param invalid what came and could not be read
 * @param sending whether its lane sends, or {@code null} where nothing is sent to it
 * @param waiting what waits to be sent
 * @param dead what was given up
 * @param leads how many leads are among what waits or was given up; at most {@link #MOST_LEADS}
 */
public record ConnectionFacts(
    String name,
    String title,
    @Nullable Finding stopped,
    PollHealth.@Nullable Trouble reading,
    @Nullable Listening listening,
    @Nullable Pile unread,
    List<Pile> invalid,
    @Nullable Sending sending,
    @Nullable Pile waiting,
    List<Pile> dead,
    long leads) {

  /** Beyond these, leads are no longer counted one by one. */
  public static final int MOST_LEADS = 2_000;

  /**
   * Several of the same.
   *
   * @param since when the oldest came, or the first was given up
   * @param kind of the error or finding, or {@code null} where there is none
   */
  public record Pile(long number, Instant since, @Nullable String kind) {}

  /**
   * Whether a lane sends.
   *
   * @param since when it stopped, or {@code null} when that is not known
   * @param kind of the finding that paused it, or {@code null}
   * @param text why, or a person's reason
   * @param remedy what IT should do, or {@code null}
   * @param by the person who paused it, or {@code null}
   */
  public record Sending(
      State state,
      @Nullable Instant since,
      @Nullable String kind,
      @Nullable String text,
      @Nullable String remedy,
      @Nullable String by) {

    /** It sends. */
    public static final Sending OPEN = new Sending(State.OPEN, null, null, null, null, null);
  }

  /** How a lane stands. */
  public enum State {
    OPEN,
    /** A person paused it. */
    HALTED,
    /** The destination refuses our configuration. */
    REFUSED,
    /** The destination seems down; it is probed. */
    DOWN
  }
}
