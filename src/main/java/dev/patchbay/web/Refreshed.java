package dev.patchbay.web;

import dev.patchbay.db.DatabaseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes time to read, read again in the background when it is asked for and no
 * longer fresh. Who asks waits a moment for the new, and then takes the old: however much there is
 * to count, no page waits for it.
 */
final class Refreshed<T> {

  /** At most this part of the time is spent reading. */
  private static final int SHARE = 10;

  private final Supplier<T> read;
  private final Executor executor;
  private final Duration least;
  private final Duration patience;
  private @Nullable T value;
  private long freshUntil;
  private @Nullable CompletableFuture<T> reading;

  /**
   * Nothing read yet.
   *
   * @param least how long it is fresh; longer when reading takes long
   * @param patience how long to wait for the new where there is an old
   */
  Refreshed(Supplier<T> read, Executor executor, Duration least, Duration patience) {
    this.read = read;
    this.executor = executor;
    this.least = least;
    this.patience = patience;
  }

  /**
   * The newest there is.
   *
   * @throws DatabaseException when it could never be read
   */
  T get() {
    CompletableFuture<T> next;
    T old;
    synchronized (this) {
      old = value;
      if (old != null && System.nanoTime() - freshUntil < 0) {
        return old;
      }
      if (reading == null) {
        reading = CompletableFuture.supplyAsync(this::timed, executor);
      }
      next = reading;
    }
    try {
      return old == null ? next.get() : next.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return java.util.Objects.requireNonNull(old);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (old != null) {
        return old;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Something was done: what is known is old. */
  synchronized void spoil() {
    freshUntil = System.nanoTime();
  }

  private T timed() {
    long begin = System.nanoTime();
    try {
      T read = this.read.get();
      long end = System.nanoTime();
      synchronized (this) {
        value = read;
        freshUntil = end + Math.max(least.toNanos(), SHARE * (end - begin));
      }
      return read;
    } finally {
      synchronized (this) {
        reading = null;
      }
    }
  }
}
