package dev.patchbay.delivery;

import dev.patchbay.connector.Batch;
import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.connector.Sink;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.DeliveryState;
import dev.patchbay.outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private static final int CONFLICT = 409;

  private record Attempt(Instant startedAt, Instant endedAt, Reply reply) {}

  private final Shared shared;
  private volatile @Nullable Thread thread;
  private volatile long overdueNanos;
  private volatile boolean isSending;

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
        List<Lane.Turn> turns = together(turn);
        if (turns.size() == 1) {
          work(turn);
        } else {
          work(turns);
        }
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
    if (isSending && nowNanos - overdueNanos > 0 && worker != null) {
      log.warn("An attempt for {} hangs: interrupting it", shared.lane().settings.destination());
      worker.interrupt();
    }
  }

  /** The turn, with more that may go in the same request where the destination takes batches. */
  private List<Lane.Turn> together(Lane.Turn turn) {
    Held first = turn.held();
    Sink sink = sink(first).orElse(null);
    Batch batch = sink == null ? null : sink.batch();
    if (batch == null || first.alone()) {
      return List.of(turn);
    }
    List<Lane.Turn> turns = new ArrayList<>();
    turns.add(turn);
    turns.addAll(
        shared
            .lane()
            .together(
                turn, held -> !held.alone() && sink(held).equals(sink(first)), batch.size() - 1));
    return turns;
  }

  private Optional<Sink> sink(Held held) {
    return shared.lane().settings.sink(held.event().type(), held.delivery().action());
  }

  /**
   * Sends several in one request. Where that request is refused for its data, or for a conflict,
   * nobody knows whose: each is then sent alone, and the refusal counts for none of them.
   */
  private void work(List<Lane.Turn> turns) {
    Sink sink = sink(turns.get(0).held()).orElseThrow();
    turns.forEach(this::begins);
    Instant startedAt = shared.clock().instant();
    List<Optional<Reply>> replies =
        guarded(
            sink,
            () ->
                shared
                    .sender()
                    .sendTogether(
                        turns.stream()
                            .map(Lane.Turn::held)
                            .map(held -> new Sender.Item(held.delivery(), held.event()))
                            .toList()),
            failed -> turns.stream().map(turn -> Optional.of(failed)).toList());
    Instant endedAt = shared.clock().instant();
    @Nullable Reply answer =
        replies.stream()
            .flatMap(Optional::stream)
            .filter(Reply::isOfDestination)
            .findFirst()
            .orElse(null);
    @Nullable Outcome outcome = answer == null ? null : outcomes(Optional.of(sink)).judge(answer);
    Lane.After after =
        shared
            .lane()
            .attempted(turns.get(0), outcome, answer == null ? Reply.done() : answer, endedAt);
    long sharing = replies.stream().filter(reply -> reply.orElse(null) == answer).count();
    boolean oneIsBad = sharing > 1 && isOfOne(outcome, answer);
    AtomicInteger open = new AtomicInteger(turns.size());
    Runnable ended =
        () -> {
          if (open.decrementAndGet() == 0) {
            shared.unsettled().release();
          }
        };
    for (int i = 0; i < turns.size(); i++) {
      Reply reply = replies.get(i).orElse(null);
      if (reply == null || (reply == answer && oneIsBad)) {
        shared.lane().givenBack(turns.get(i), reply != null);
        ended.run();
      } else {
        Attempt attempt = new Attempt(startedAt, endedAt, reply);
        conclude(turns.get(i), Optional.of(sink), attempt, after, ended);
      }
    }
  }

  /** Whether one of several may be the reason, so that the others would wait for it. */
  private static boolean isOfOne(@Nullable Outcome outcome, @Nullable Reply answer) {
    if (outcome == null || answer == null) {
      return false;
    }
    Integer status = answer.status();
    return outcome.verdict() == Verdict.FIX_DATA
        || (outcome.verdict() == Verdict.RETRY && status != null && status == CONFLICT);
  }

  private void conclude(
      Lane.Turn turn, Optional<Sink> sink, Attempt attempt, Lane.After after, Runnable ended) {
    Reply reply = attempt.reply();
    Reply.Failure failure = reply.failure();
    if (failure != null && reply.isCanceled()) {
      settle(turn, attempt, null, Decision.canceled(failure), after.resumed(), ended);
      return;
    }
    Outcome outcome = outcomes(sink).judge(reply);
    Decision decision =
        Decision.after(
            turn.held().delivery(),
            outcome,
            attempt.endedAt(),
            shared.settings().retries(),
            shared.random());
    if (after.breakerOpen() && outcome.retryAfter() == null) {
      // The breaker paces now; what waits for it should be there when it closes.
      decision = decision.within(shared.settings().keepFor());
    }
    settle(turn, attempt, outcome, decision, after.resumed(), ended);
  }

  private void work(Lane.Turn turn) {
    Optional<Sink> sink = sink(turn.held());
    Attempt attempt = attempt(turn, sink.orElse(null));
    Reply reply = attempt.reply();
    @Nullable Outcome outcome =
        reply.failure() != null && reply.isCanceled() ? null : outcomes(sink).judge(reply);
    Lane.After after = shared.lane().attempted(turn, outcome, reply, attempt.endedAt());
    conclude(turn, sink, attempt, after, shared.unsettled()::release);
  }

  private Attempt attempt(Lane.Turn turn, @Nullable Sink sink) {
    Instant startedAt = shared.clock().instant();
    if (sink == null) {
      return new Attempt(startedAt, startedAt, Reply.notAccepted());
    }
    begins(turn);
    Held held = turn.held();
    Reply reply =
        guarded(sink, () -> shared.sender().send(held.delivery(), held.event()), failed -> failed);
    return new Attempt(startedAt, shared.clock().instant(), reply);
  }

  private void begins(Lane.Turn turn) {
    Delivery delivery = turn.held().delivery();
    if (delivery.firstAttemptAt() == null) {
      shared
          .meters()
          .firstAttempt(
              delivery.source(),
              delivery.destination(),
              Duration.between(delivery.receivedAt(), shared.clock().instant()));
    }
  }

  private <T> T guarded(Sink sink, Supplier<T> sending, Function<Reply, T> failing) {
    overdueNanos = System.nanoTime() + sink.timeout().plus(shared.settings().overdue()).toNanos();
    isSending = true;
    try {
      return sending.get();
    } catch (RuntimeException | Error e) {
      log.error("Sending for {} broke", shared.lane().settings.destination(), e);
      String type = e.getClass().getSimpleName();
      return failing.apply(
          Reply.failed(new Reply.Failure("other", type, null, "Sending broke: " + type + ".")));
    } finally {
      isSending = false;
    }
  }

  private Outcomes outcomes(Optional<Sink> sink) {
    return sink.map(Sink::name).map(shared.outcomes()::get).orElse(shared.defaults());
  }

  private void settle(
      Lane.Turn turn,
      Attempt attempt,
      @Nullable Outcome outcome,
      Decision decision,
      boolean resumes,
      Runnable ended) {
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
                  ended.run();
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
