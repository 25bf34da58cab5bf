package dev.patchbay.route;

import java.util.Optional;

/** Where positions of polled sources are kept. */
public interface CursorPositions {

  /** How far the connection has been read, or empty at the start. */
  Optional<String> get(String connection);

  /** Remembers how far the connection has been read. */
  void move(String connection, String position);
}
