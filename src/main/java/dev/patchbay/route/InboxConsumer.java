package dev.patchbay.route;

import dev.patchbay.inbox.Message;
import dev.patchbay.pipeline.Backlog;
import dev.patchbay.pipeline.ReadAhead;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives backlog of committed messages to the route {@code process}. One thread: messages become
 * deliveries in the order they were committed.
 */
final class InboxConsumer extends DefaultConsumer {

  private static final Logger log = LoggerFactory.getLogger(InboxConsumer.class);
  private static final int LIMIT = 1_024;
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private @Nullable ExecutorService thread;
  private volatile CountDownLatch stopping = new CountDownLatch(1);

  InboxConsumer(InboxEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    stopping = new CountDownLatch(1);
    thread =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, "process");
    Backlog backlog = Registered.one(getEndpoint().getCamelContext(), Backlog.class);
    thread.execute(() -> run(backlog));
  }

  @Override
  protected void doStop() throws Exception {
    stopping.countDown();
    if (thread != null) {
      getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(thread, 10_000);
      thread = null;
    }
    super.doStop();
  }

  private void run(Backlog backlog) {
    try (ReadAhead ahead = new ReadAhead(backlog, LIMIT)) {
      run(ahead);
    }
  }

  private void run(ReadAhead ahead) {
    long pause = 0;
    while (stopping.getCount() > 0) {
      try {
        if (pause > 0 && stopping.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
        List<Message> batch = ahead.next(PATIENCE);
        pause = batch.isEmpty() || give(ahead, batch) ? 0 : longer(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        pause = longer(pause);
        log.warn("Looking for waiting messages: {}; again in {} ms", reason(e), pause);
      }
    }
  }

  private boolean give(ReadAhead ahead, List<Message> batch) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(batch);
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() == null) {
      return true;
    }
    ahead.again(batch);
    log.warn(
        "Processing {} messages: {}; again soon", batch.size(), reason(exchange.getException()));
    return false;
  }

  private static long longer(long pause) {
    return Math.min(LONGEST_PAUSE.toMillis(), Math.max(100, pause * 2));
  }

  /** The kind of failure only: messages of exceptions may quote people. */
  private static String reason(Throwable failure) {
    Throwable root = Failures.root(failure);
    return root == failure
        ? failure.getClass().getSimpleName()
        : failure.getClass().getSimpleName() + " by " + root.getClass().getSimpleName();
  }
}
