package dev.patchbay.cli;

import java.util.Map;

/** Starts the hub; given to the commands from above, so that those that need none load none. */
@FunctionalInterface
public interface HubStarter {

  /**
   * Starts a hub in this process and returns when it takes messages.
   *
   * @param properties its settings, such as {@code patchbay.stack}
   */
  RunningHub start(Map<String, String> properties);

  /** A hub in this process. */
  interface RunningHub extends AutoCloseable {

    /** The TCP port that it listens on. */
    int port();

    /** Stops it in good order. */
    @Override
    void close();
  }
}
