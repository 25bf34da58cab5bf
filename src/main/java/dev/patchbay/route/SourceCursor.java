package dev.patchbay.route;

import java.util.Optional;

/**
 * How far one polled connection has been read. A poll begins with {@link #position}; each committed
 * message advances it; once a message of a poll could not be committed it stays where it is, so
 * that the next poll gives that message again.
 */
public final class SourceCursor {

  private static final String NAME = "source";

  private final String connection;
  private final CursorPositions positions;
  private boolean held;

  /** The cursor of {@code connection}. */
  public SourceCursor(String connection, CursorPositions positions) {
    this.connection = connection;
    this.positions = positions;
  }

  /** Name of the cursor's bean in the Camel registry. */
  public static String beanName(String connection) {
    return "cursor-" + connection;
  }

  /** Begins a poll: the position to read from, or empty to read from the start. */
  public synchronized Optional<String> position() {
    held = false;
    return positions.get(connection, NAME);
  }

  /** A message is committed: the position after it. Does nothing after {@link #hold}. */
  synchronized void advance(String position) {
    if (!held) {
      positions.move(connection, NAME, position);
    }
  }

  /** A message could not be committed: the position stays until the next poll. */
  synchronized void hold() {
    held = true;
  }
}
