package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Tells open pages that leads came or changed: while anybody waits, one question for all of them
 * twice a second. Who waits holds no thread.
 *
 * <p>Each piece of news ends its answer, and the browser asks again by itself, saying what it heard
 * last: so every answer is written whole, by the thread of its request. (Tomcat may give what
 * belongs to an answer to the next request while another thread still learns that its reader has
 * gone; an answer that is written bit by bit from outside thus spoils those of others.)
 */
final class LeadNews implements ApplicationListener<ContextClosedEvent> {

  /**
   * What somebody hears who waited.
   *
   * @param told the number to be told of, and to be compared with next time
   * @param isNews whether it is another than they knew
   * @param again when they are to ask again
   */
  record News(long told, boolean isNews, Duration again) {

    /** As an event stream, which ends with it. */
    String text() {
      return "retry: %d\nid: %d\n%s\n"
          .formatted(again.toMillis(), told, isNews ? "event: news\ndata: " + told + "\n" : "");
    }
  }

  private static final Duration LOOK = Duration.ofMillis(500);

  /** After 20 s a page asks again, and is asked again who it is. */
  private static final int LOOKS_OF_ONE = 40;

  /** Only for those that nobody answered: more than {@link #LOOKS_OF_ONE} take. */
  private static final Duration LASTS = Duration.ofMinutes(2);

  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration MUCH_LATER = Duration.ofMinutes(5);
  private static final MediaType EVENTS =
      MediaType.parseMediaType("text/event-stream;charset=utf-8");
  private static final int MOST = 500;
  private static final int MOST_OF_ONE = 6;

  /** Somebody who waits; {@code since} is how often all had been looked at when that began. */
  private record Waiting(
      String who, long number, int since, long heard, CompletableFuture<News> answer) {

    void hears(long told, boolean isNews, Duration again) {
      answer.complete(new News(told, isNews, again));
    }
  }

  private final LongSupplier told;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final Object lock = new Object();
  private @Nullable ScheduledExecutorService watch;
  private boolean closed;
  private volatile int looks;

  /**
   * News of nobody yet.
   *
   * @param told a number that grows whenever a lead came or changed
   */
  LeadNews(LongSupplier told) {
    this.told = told;
  }

  /**
   * What this caller hears next; the one of theirs that waited longest is sent away when they are
   * too many.
   *
   * @param heard the number they heard last, as text; {@code null} for whoever heard nothing yet
   */
  ServerResponse stream(Caller caller, @Nullable String heard) {
    if (waiting.size() >= MOST) {
      return ServerResponse.status(503).body("Too many pages listen. Close some.");
    }
    CompletableFuture<News> next = next(caller.name(), number(heard));
    return ServerResponse.async(next.thenApply(LeadNews::response), LASTS);
  }

  private static ServerResponse response(News news) {
    return ServerResponse.ok().contentType(EVENTS).body(news.text());
  }

  private static long number(@Nullable String heard) {
    return heard != null && heard.matches("[0-9]{1,18}") ? Long.parseLong(heard) : -1;
  }

  /** The next thing that is heard by somebody who heard this number. */
  CompletableFuture<News> next(String who, long heard) {
    CompletableFuture<News> answer = new CompletableFuture<>();
    Waiting one = new Waiting(who, numbers.incrementAndGet(), looks, heard, answer);
    long now;
    try {
      now = told.getAsLong();
    } catch (DatabaseException e) {
      one.hears(heard, false, AGAIN);
      return answer;
    }
    if (now != heard) {
      one.hears(now, true, AT_ONCE);
    } else if (!add(one)) {
      one.hears(now, false, AGAIN);
    }
    return answer;
  }

  private boolean add(Waiting one) {
    List<Waiting> surplus;
    synchronized (lock) {
      if (closed) {
        return false;
      }
      surplus =
          waiting.stream()
              .filter(other -> other.who().equals(one.who()))
              .sorted(Comparator.comparingLong(Waiting::number).reversed())
              .skip(MOST_OF_ONE - 1)
              .toList();
      waiting.add(one);
      if (watch == null) {
        watch = watch();
      }
    }
    for (Waiting other : surplus) {
      waiting.remove(other);
      other.hears(other.heard(), false, MUCH_LATER);
    }
    return true;
  }

  private ScheduledExecutorService watch() {
    ScheduledExecutorService made =
        Executors.newSingleThreadScheduledExecutor(Daemons.named("lead-news"));
    made.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return made;
  }

  /** Asks once for all, and tells those who wait. */
  synchronized void look() {
    synchronized (lock) {
      if (waiting.isEmpty() && watch != null) {
        watch.shutdown();
        watch = null;
        return;
      }
    }
    long now;
    try {
      now = told.getAsLong();
    } catch (DatabaseException e) {
      return; // The next look tells it.
    }
    looks++;
    for (Waiting one : waiting) {
      boolean isNews = one.heard() != now;
      if (isNews || looks - one.since() >= LOOKS_OF_ONE) {
        waiting.remove(one);
        one.hears(now, isNews, AT_ONCE);
      }
    }
  }

  /** How many wait. */
  int listening() {
    return waiting.size();
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    close();
  }

  /** Sends all away, so that the end of the hub waits for none. */
  void close() {
    synchronized (lock) {
      closed = true;
      if (watch != null) {
        watch.shutdownNow();
        watch = null;
      }
    }
    for (Waiting one : waiting) {
      waiting.remove(one);
      one.hears(one.heard(), false, AGAIN);
    }
  }
}
