package dev.patchbay.fault;

import dev.patchbay.fault.Sender.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Each connection sends as soon as it was answered: how much the other side can take at most. */
public final class ClosedLoopLoad {

  /** What came of it. */
  public record Result(long sent, long acknowledged, double seconds, Histogram ackNanos) {

    /** Acknowledged a second. */
    public double perSecond() {
      return acknowledged / seconds;
    }
  }

  private ClosedLoopLoad() {}

  /**
   * Runs one; messages are numbered from 0.
   *
   * @param requests whole requests by number, best made before
   */
  public static Result run(
      LongFunction<byte[]> requests, int port, int connections, Duration length) {
    AtomicLong next = new AtomicLong();
    LongAdder acknowledged = new LongAdder();
    ConcurrentHistogram ack = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (Sender sender = new Sender(port, 15_000)) {
                  while (System.nanoTime() < end) {
                    byte[] request = requests.apply(next.getAndIncrement());
                    long sent = System.nanoTime();
                    Answer answer = sender.send(request);
                    if (answer.isAcknowledged()) {
                      acknowledged.increment();
                      ack.recordValue(System.nanoTime() - sent);
                    }
                  }
                }
              },
              "load-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Result(next.get(), acknowledged.sum(), seconds, ack.copy());
  }
}
