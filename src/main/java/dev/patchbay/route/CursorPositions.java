package dev.patchbay.route;

import java.util.Optional;

/** Where positions of polled sources are kept, by connection and by the name of what is read. */
public interface CursorPositions {

  /** How far the connection has been read, or empty at the start. */
  Optional<String> get(String connection, String name);

  /** Remembers how far the connection has been read. */
  void move(String connection, String name, String position);
}
