package dev.patchbay.demo;

import dev.patchbay.demo.Story.Kind;
import dev.patchbay.demo.TrafficMaker.Doing;
import dev.patchbay.demo.TrafficMaker.Made;
import dev.patchbay.demo.WebhookPoster.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Sends what the maker makes, at random moments around a rate, whatever the hub's pace. Some is
 * sent twice and some is forged; what the hub cannot take now is sent again, as vendors do.
 */
final class Traffic implements AutoCloseable {

  private static final int THREADS = 8;
  private static final int RECENT = 20;
  private static final double REPEATED = 0.04;
  private static final double FORGED = 0.02;

  /** Between a visit and what the visitor does then, on average: seconds. */
  private static final double PAUSE = 2;

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final TrafficMaker maker;
  private final WebhookPoster poster;
  private final Sandbox sandbox;
  private final RandomGenerator chance;
  private final double perSecond;
  private final Story story;
  private final double shares;
  private final String forged;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Sent> recent = new ArrayList<>();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private volatile boolean stopped;

  /** Traffic of the sandbox's story. */
  Traffic(
      TrafficMaker maker,
      WebhookPoster poster,
      Sandbox sandbox,
      RandomGenerator chance,
      double perSecond) {
    this.maker = maker;
    this.poster = poster;
    this.sandbox = sandbox;
    this.chance = chance;
    this.perSecond = perSecond;
    this.story = sandbox.story();
    this.shares = story.traffic().values().stream().mapToDouble(Kind::share).sum();
    this.forged =
        story.traffic().entrySet().stream()
            .filter(kind -> isSigned(kind.getValue()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(Story.FILE + " has no signed webhook"));
  }

  private static boolean isSigned(Kind kind) {
    Story.Webhook webhook = kind.webhook();
    return webhook != null && !webhook.keys().isEmpty();
  }

  /** Begins to send. */
  void start() {
    next();
  }

  /** Makes nothing new; what is under way goes on. */
  void stop() {
    stopped = true;
  }

  /** Everything sent so far. */
  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Repeats that the hub knew again. */
  long duplicates() {
    return duplicates.get();
  }

  /** Forgeries that the hub turned away. */
  long refused() {
    return refused.get();
  }

  /** Whether something still has to be taken by the hub. */
  boolean isUnderWay() {
    return underWay.get() > 0;
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  private void next() {
    if (stopped) {
      return;
    }
    double seconds = -Math.log(1 - chance.nextDouble()) / perSecond;
    threads.schedule(this::make, (long) (seconds * 1e9), TimeUnit.NANOSECONDS);
  }

  /** Only ever one at a time: the next is scheduled when this one is made. */
  private synchronized void make() {
    double kind = chance.nextDouble();
    if (kind < REPEATED && !recent.isEmpty()) {
      post(recent.get(chance.nextInt(recent.size())), false);
    } else if (kind < REPEATED + FORGED) {
      post(maker.begin(forged).rest().get().get(0).sent(), true);
    } else {
      fresh(chance.nextDouble() * shares);
    }
    next();
  }

  private void fresh(double place) {
    double left = place;
    for (Map.Entry<String, Kind> kind : story.traffic().entrySet()) {
      left -= kind.getValue().share();
      if (left < 0) {
        begin(kind.getKey());
        return;
      }
    }
  }

  /** What people do after they looked, they do some seconds later. */
  private void begin(String kind) {
    Doing doing = maker.begin(kind);
    if (doing.ahead().isEmpty()) {
      doing.rest().get().forEach(this::send);
      return;
    }
    doing.ahead().forEach(this::send);
    underWay.incrementAndGet();
    double seconds = PAUSE * (0.5 + chance.nextDouble());
    threads.schedule(
        () -> {
          doing.rest().get().forEach(this::send);
          underWay.decrementAndGet();
        },
        (long) (seconds * 1e9),
        TimeUnit.NANOSECONDS);
  }

  private synchronized void send(Made made) {
    Kind kind = made.kind();
    Story.Row row = kind.row();
    Story.Dropped file = kind.file();
    if (row != null) {
      note(made.sent().withSubject(sandbox.database().write(row.statement(), made.values())));
    } else if (file != null) {
      note(made.sent());
      drop(sandbox.folder(file.folder()), made);
    } else if (kind.webhook() == null) {
      note(made.sent());
      sandbox.mail().deliver(made.text());
    } else {
      note(made.sent());
      recent.add(made.sent());
      if (recent.size() > RECENT) {
        recent.remove(0);
      }
      post(made.sent(), false);
    }
  }

  /** Under its name only when it is whole. */
  private static void drop(Path folder, Made made) {
    try {
      Path part = Files.writeString(folder.resolve(made.file() + ".part"), made.text());
      Files.move(part, folder.resolve(made.file()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Dropping a file in the sandbox", e);
    }
  }

  private void note(Sent made) {
    sent.add(made);
  }

  private void post(Sent made, boolean forged) {
    underWay.incrementAndGet();
    threads.execute(() -> attempt(made, forged));
  }

  private void attempt(Sent made, boolean forged) {
    try {
      Answer answer = poster.post(made, forged);
      if (answer == Answer.LATER) {
        threads.schedule(() -> attempt(made, forged), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
      if (answer == Answer.DUPLICATE) {
        duplicates.incrementAndGet();
      } else if (answer == Answer.REFUSED) {
        refused.incrementAndGet();
      }
      underWay.decrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
