package dev.patchbay.thread;

import java.util.concurrent.ThreadFactory;

/** Threads that work in the background and never keep the program from ending. */
public final class Daemons {

  private Daemons() {}

  /** A thread of this name, not started yet. */
  public static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Makes threads for an executor, all of this name. */
  public static ThreadFactory named(String name) {
    return work -> thread(work, name);
  }
}
