package dev.patchbay.pipeline;

import dev.patchbay.inbox.Message;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the next messages of a backlog while the last ones are processed: what is not in memory has
 * to be read from the table. For one thread.
 */
public final class ReadAhead implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);

  private final Backlog backlog;
  private final int limit;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Daemons.named("process-ahead"));
  private @Nullable Future<List<Message>> ahead;

  /**
   * Reads ahead in {@code backlog}.
   *
   * @param limit most messages at a time
   */
  public ReadAhead(Backlog backlog, int limit) {
    this.backlog = backlog;
    this.limit = limit;
  }

  /**
   * The next messages, oldest first; waits up to {@code patience} when there are none.
   *
   * @throws dev.patchbay.db.DatabaseException when the table had to be looked at and is away
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public List<Message> next(Duration patience) throws InterruptedException {
    Future<List<Message>> found = ahead;
    ahead = null;
    List<Message> next = found == null ? backlog.next(limit, patience) : result(found);
    if (next.size() == limit && backlog.size() >= limit) {
      ahead = thread.submit(() -> backlog.next(limit, Duration.ZERO));
    }
    return next;
  }

  /** Puts back what could not be processed now, to be taken first, and then what follows it. */
  public void again(List<Message> messages) {
    giveBack();
    backlog.again(messages);
  }

  /** Puts back what was found meanwhile, and finds no more. */
  @Override
  public void close() {
    giveBack();
    thread.shutdown();
  }

  private void giveBack() {
    Future<List<Message>> found = ahead;
    ahead = null;
    if (found == null) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        backlog.again(result(found));
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (RuntimeException e) {
        // What could not be read is still in the backlog.
        log.debug("Nothing was found ahead: {}", e.getClass().getSimpleName());
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What work on another thread of the pipeline gave; what it threw is thrown here. */
  static <T> T result(Future<T> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
