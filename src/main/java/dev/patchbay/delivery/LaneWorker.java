package dev.patchbay.delivery;

import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.connector.Sink;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the attempts of one of a lane's threads. */
final class LaneWorker implements Runnable {

  /** What the workers of a lane share. */
  record Shared(
      Lane lane,
      Sender sender,
      Map<String, Outcomes> outcomes,
      Outcomes defaults,
      Settler settler,
      Semaphore unsettled,
      DeliverySettings settings,
      Meters meters,
      InstantSource clock,
      RandomGenerator random) {}

  private static final Logger log = LoggerFactory.getLogger(LaneWorker.class);
  private static final int LONGEST_TEXT = 500;

  private record Attempt(Instant startedAt, Instant endedAt, Reply reply) {}

  private final Shared shared;
  private volatile @Nullable Thread thread;
  private volatile long overdueNanos;
  private volatile boolean sending;

  LaneWorker(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      while (true) {
        shared.unsettled().acquire();
        Lane.Turn turn = shared.lane().next();
        if (turn == null) {
          shared.unsettled().release();
          return;
        }
        work(turn);
        // An interrupt meant for an attempt that hung must not end the worker.
        Thread.interrupted();
      }
    } catch (InterruptedException e) {
      log.debug("Worker of {} ends", shared.lane().settings.destination());
    }
  }

  /** Interrupts an attempt that hangs well beyond its time. */
  void interruptOverdue(long nowNanos) {
    Thread worker = thread;
    if (sending && nowNanos - overdueNanos > 0 && worker != null) {
      log.warn("An attempt for {} hangs: interrupting it", shared.lane().settings.destination());
      worker.interrupt();
    }
  }

  private void work(Lane.Turn turn) {
    Delivery delivery = turn.held().delivery();
    Optional<Sink> sink =
        shared.lane().settings.sink(turn.held().event().type(), delivery.action());
    Attempt attempt = attempt(turn, sink.orElse(null));
    Reply reply = attempt.reply();
    Reply.Failure failure = reply.failure();
    @Nullable Outcome outcome = null;
    Decision decision;
    Lane.After after;
    if (failure != null && reply.isCanceled()) {
      after = shared.lane().attempted(turn, null, reply, attempt.endedAt());
      decision = Decision.canceled(failure);
    } else {
      outcome = outcomes(sink).judge(reply);
      after = shared.lane().attempted(turn, outcome, reply, attempt.endedAt());
      decision =
          Decision.after(
              delivery, outcome, attempt.endedAt(), shared.settings().retries(), shared.random());
      if (after.breakerOpen() && outcome.retryAfter() == null) {
        // The breaker paces now; what waits for it should be there when it closes.
        decision = decision.within(shared.settings().keepFor());
      }
    }
    settle(turn, attempt, outcome, decision, after.resumed());
  }

  private Attempt attempt(Lane.Turn turn, @Nullable Sink sink) {
    Delivery delivery = turn.held().delivery();
    Instant startedAt = shared.clock().instant();
    if (sink == null) {
      return new Attempt(startedAt, startedAt, Reply.notAccepted());
    }
    if (delivery.firstAttemptAt() == null) {
      shared
          .meters()
          .firstAttempt(
              delivery.source(),
              delivery.destination(),
              Duration.between(delivery.receivedAt(), startedAt));
    }
    overdueNanos = System.nanoTime() + sink.timeout().plus(shared.settings().overdue()).toNanos();
    sending = true;
    Reply reply;
    try {
      reply = shared.sender().send(delivery, turn.held().event());
    } catch (RuntimeException | Error e) {
      log.error("Sending {} for {} broke", delivery.id(), delivery.destination(), e);
      String type = e.getClass().getSimpleName();
      reply = Reply.failed(new Reply.Failure("other", type, null, "Sending broke: " + type + "."));
    } finally {
      sending = false;
    }
    return new Attempt(startedAt, shared.clock().instant(), reply);
  }

  private Outcomes outcomes(Optional<Sink> sink) {
    return sink.map(Sink::name).map(shared.outcomes()::get).orElse(shared.defaults());
  }

  private void settle(
      Lane.Turn turn,
      Attempt attempt,
      @Nullable Outcome outcome,
      Decision decision,
      boolean resumes) {
    Delivery delivery = turn.held().delivery();
    boolean pending = decision.state() == DeliveryState.PENDING;
    boolean release = pending && decision.retryIn().compareTo(shared.settings().keepFor()) > 0;
    boolean leaves =
        release || (decision.state() == DeliveryState.DEAD && shared.lane().settings.blocks());
    List<UUID> followers = leaves ? shared.lane().leaves(turn) : List.of();
    boolean pauses = outcome != null && outcome.verdict() == Verdict.FIX_CONFIG;
    Settlement settlement =
        new Settlement(
            delivery.id(),
            delivery.destination(),
            turn.token(),
            outcome == null ? delivery.attempts() : delivery.attempts() + 1,
            decision.state(),
            outcome == null ? null : outcome.word(),
            attempt.reply().status(),
            decision.kind(),
            shortened(decision.text()),
            outcome == null ? null : outcome.remedy(),
            attempt.startedAt(),
            attempt.endedAt(),
            decision.retryIn(),
            release,
            followers,
            pauses,
            resumes);
    @Nullable Held again =
        pending && !release
            ? new Held(
                delivery.attempted(attempt.startedAt()),
                turn.held().event(),
                attempt.endedAt().plus(decision.retryIn()))
            : null;
    shared
        .settler()
        .submit(
            new Settler.Result(
                settlement,
                written -> {
                  shared.unsettled().release();
                  shared.lane().settled(turn, written, again, leaves, pauses);
                  if (written) {
                    count(delivery, attempt, outcome, decision);
                  }
                }));
  }

  private void count(
      Delivery delivery, Attempt attempt, @Nullable Outcome outcome, Decision decision) {
    String destination = delivery.destination();
    Meters meters = shared.meters();
    if (outcome != null) {
      meters.attempt(
          destination, outcome.word(), Duration.between(attempt.startedAt(), attempt.endedAt()));
    }
    String kind = decision.kind() == null ? "none" : decision.kind();
    switch (decision.state()) {
      case DELIVERED -> {
        Instant first =
            delivery.firstAttemptAt() == null ? attempt.startedAt() : delivery.firstAttemptAt();
        meters.delivered(
            delivery.source(),
            destination,
            Duration.between(first, attempt.endedAt()),
            Duration.between(delivery.receivedAt(), attempt.endedAt()));
      }
      case PENDING -> meters.retried(destination, kind);
      case DEAD -> meters.dead(destination, kind);
      case CANCELED -> meters.canceled(destination, kind);
    }
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
