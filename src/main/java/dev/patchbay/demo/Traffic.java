package dev.patchbay.demo;

import dev.patchbay.demo.TrafficMaker.Mail;
import dev.patchbay.demo.WebhookPoster.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final TrafficMaker maker;
  private final WebhookPoster poster;
  private final Sandbox sandbox;
  private final RandomGenerator chance;
  private final double perSecond;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Sent> recent = new ArrayList<>();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private volatile boolean stopped;

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
  private void make() {
    double kind = chance.nextDouble();
    if (kind < REPEATED && !recent.isEmpty()) {
      post(recent.get(chance.nextInt(recent.size())), false);
    } else if (kind < REPEATED + FORGED) {
      post(maker.webhook("form"), true);
    } else {
      fresh(chance.nextDouble());
    }
    next();
  }

  private void fresh(double kind) {
    if (kind < 0.10) {
      Mail mail = maker.mail("mail");
      note(mail.sent());
      sandbox.mail().deliver(mail.text());
    } else if (kind < 0.15) {
      note(sandbox.database().record(maker.caller(), 10 + chance.nextInt(300)));
    } else {
      Sent made = maker.webhook(kind < 0.50 ? "form" : kind < 0.75 ? "call" : "sale");
      note(made);
      recent.add(made);
      if (recent.size() > RECENT) {
        recent.remove(0);
      }
      post(made, false);
    }
  }

  private synchronized void note(Sent made) {
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
