package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.db.DatabaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Tells open pages that leads came or changed: while anybody listens, one question for all of them
 * twice a second. A stream holds no thread.
 */
final class LeadNews implements ApplicationListener<ContextClosedEvent> {

  /** A page that listens, and a way to tell it. */
  interface Listener {
    void news(long told) throws IOException;

    void stillHere() throws IOException;

    /** Somebody has too many: this one is to come again much later, if at all. */
    void enough() throws IOException;

    void end();
  }

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS_BETWEEN_SIGNS = 10;

  /** After a minute a page comes again, and is asked again who it is. */
  private static final int LOOKS_OF_ONE = 120;

  /** Only for streams that nobody ended: more than {@link #LOOKS_OF_ONE} take. */
  private static final Duration LASTS = Duration.ofMinutes(10);

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration MUCH_LATER = Duration.ofMinutes(5);
  private static final int MOST = 500;
  private static final int MOST_OF_ONE = 6;

  /** A stream; {@code since} is how often all had been looked at when it began. */
  private record Open(String who, long number, int since, Listener to) {}

  private final LongSupplier told;
  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final Set<Open> surplus = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final Object lock = new Object();
  private @Nullable ScheduledExecutorService watch;
  private boolean closed;
  private long last = -1;
  private volatile int looks;

  /**
   * News of nobody yet.
   *
   * @param told a number that grows whenever a lead came or changed
   */
  LeadNews(LongSupplier told) {
    this.told = told;
  }

  /** A stream for this caller; the oldest of too many ends for it. */
  ServerResponse stream(Caller caller) {
    if (open.size() >= MOST) {
      return ServerResponse.status(503).body("Too many pages listen. Close some.");
    }
    return ServerResponse.sse(sse -> begin(caller.name(), sse), LASTS);
  }

  private void begin(String who, ServerResponse.SseBuilder sse) {
    Open stream = new Open(who, numbers.incrementAndGet(), looks, new Sse(sse));
    sse.onComplete(() -> open.remove(stream));
    sse.onError(error -> open.remove(stream));
    sse.onTimeout(() -> end(stream));
    try {
      sse.retry(AGAIN);
      stream.to().news(told.getAsLong());
    } catch (IOException | RuntimeException e) {
      end(stream);
      return;
    }
    if (!add(stream)) {
      end(stream);
    }
  }

  /** Lets a listener hear; false after the end. */
  boolean listen(String who, Listener listener) {
    return add(new Open(who, numbers.incrementAndGet(), looks, listener));
  }

  private boolean add(Open stream) {
    synchronized (lock) {
      if (closed) {
        return false;
      }
      open.stream()
          .filter(other -> other.who().equals(stream.who()))
          .sorted(Comparator.comparingLong(Open::number).reversed())
          .skip(MOST_OF_ONE - 1)
          .forEach(this::part);
      open.add(stream);
      if (watch == null) {
        ScheduledExecutorService made =
            Executors.newSingleThreadScheduledExecutor(
                work -> {
                  Thread thread = new Thread(work, "lead-news");
                  thread.setDaemon(true);
                  return thread;
                });
        made.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        watch = made;
      }
      return true;
    }
  }

  /** Asks once for all, and tells those who listen. */
  synchronized void look() {
    endSurplus();
    synchronized (lock) {
      if (open.isEmpty() && watch != null) {
        watch.shutdown();
        watch = null;
        last = -1;
        return;
      }
    }
    long now;
    try {
      now = told.getAsLong();
    } catch (DatabaseException e) {
      return; // The next look tells it.
    }
    boolean news = now != last;
    last = now;
    looks++;
    if (!news && looks % LOOKS_BETWEEN_SIGNS != 0) {
      return;
    }
    for (Open stream : open) {
      try {
        if (looks - stream.since() >= LOOKS_OF_ONE) {
          end(stream);
        } else if (news) {
          stream.to().news(now);
        } else {
          stream.to().stillHere();
        }
      } catch (IOException | RuntimeException e) {
        end(stream);
      }
    }
  }

  /** Told by the watch, as everything is: a stream is not for two threads. */
  private void part(Open stream) {
    open.remove(stream);
    surplus.add(stream);
  }

  private void endSurplus() {
    for (Open stream : surplus) {
      surplus.remove(stream);
      try {
        stream.to().enough();
      } catch (IOException | RuntimeException e) {
        // It was gone already.
      }
      end(stream);
    }
  }

  private void end(Open stream) {
    open.remove(stream);
    try {
      stream.to().end();
    } catch (RuntimeException e) {
      // It was gone already.
    }
  }

  /** How many listen. */
  int listening() {
    return open.size();
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    close();
  }

  /** Ends all streams, so that the end of the hub waits for none. */
  void close() {
    synchronized (lock) {
      closed = true;
      if (watch != null) {
        watch.shutdownNow();
        watch = null;
      }
    }
    open.forEach(this::end);
  }

  /** Used by the watch alone once it listens: its parts are not for two threads. */
  private record Sse(ServerResponse.SseBuilder to) implements Listener {

    @Override
    public void news(long told) throws IOException {
      to.event("news").data(Long.toString(told));
    }

    @Override
    public void stillHere() throws IOException {
      to.comment("").send();
    }

    @Override
    public void enough() throws IOException {
      to.retry(MUCH_LATER).comment("").send();
    }

    @Override
    public void end() {
      to.complete();
    }
  }
}
