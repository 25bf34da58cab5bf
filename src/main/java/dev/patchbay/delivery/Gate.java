package dev.patchbay.delivery;

import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.connector.RateLimit;
import dev.patchbay.delivery.Breaker.Contact;
import dev.patchbay.diagnostic.Finding;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a lane may send: within the rate, not while the destination is down, asked us to wait, or
 * refuses our configuration. Not safe for several threads.
 */
final class Gate {

  /**
   * Leave for one attempt.
   *
   * @param probe whether it tries a destination that seems down
   * @param trial whether it tries a configuration that was refused
   */
  record Pass(boolean probe, boolean trial) {}

  private final RateWindow window;
  private final Breaker breaker;
  private final Duration trialEvery;

  private Instant blockedUntil = Instant.MIN;
  private @Nullable Finding paused;
  private Instant trialAt = Instant.MIN;
  private boolean trying;

  Gate(RateLimit limit, DeliverySettings settings) {
    this.window = new RateWindow(limit);
    this.breaker =
        new Breaker(settings.breakerAfter(), settings.probeEvery(), settings.probeAtMostEvery());
    this.trialEvery = settings.trialEvery();
  }

  /** Why the lane is paused, or {@code null}. */
  @Nullable Finding paused() {
    return paused;
  }

  boolean isBreakerOpen() {
    return breaker.isOpen();
  }

  /** How many requests count against the rate now. */
  int used(Instant now) {
    return window.used(now);
  }

  /** When the next attempt may go; in the past when it may go now. */
  Instant opensAt() {
    Instant at = later(later(window.opensAt(), blockedUntil), breaker.opensAt());
    if (paused != null) {
      at = later(at, trying ? Instant.MAX : trialAt);
    }
    return at;
  }

  /** An attempt begins. */
  Pass began(Instant now) {
    window.began(now);
    boolean trial = paused != null;
    if (trial) {
      trying = true;
    }
    return new Pass(breaker.began(), trial);
  }

  /** Nothing was sent after all. */
  void unused(Pass pass, Instant now) {
    breaker.ended(pass.probe(), Contact.NONE, now);
    if (pass.trial()) {
      trying = false;
    }
  }

  /**
   * An attempt ended.
   *
   * @param status HTTP status, or {@code null} when there was none
   * @param sent whether it had to do with the destination, not with our own side
   */
  void ended(Pass pass, Outcome outcome, @Nullable Integer status, boolean sent, Instant now) {
    boolean down = outcome.verdict() == Verdict.RETRY && (status == null || status >= 500);
    Contact contact = !sent ? Contact.NONE : down ? Contact.FAILED : Contact.ANSWERED;
    breaker.ended(pass.probe(), contact, now);
    if (outcome.retryAfter() != null) {
      blockedUntil = later(blockedUntil, now.plus(outcome.retryAfter()));
    }
    if (pass.trial()) {
      trying = false;
      if (contact == Contact.ANSWERED && outcome.verdict() != Verdict.FIX_CONFIG) {
        paused = null;
      } else {
        trialAt = now.plus(trialEvery);
      }
    }
    if (outcome.verdict() == Verdict.FIX_CONFIG) {
      pause(Finding.error(outcome.kind(), outcome.text(), outcome.remedy()), now);
    }
  }

  /** Nothing but a trial now and then, until resumed. */
  void pause(Finding finding, Instant now) {
    if (paused == null) {
      trialAt = now.plus(trialEvery);
    }
    paused = finding;
  }

  /** Goes on; trials under way count no more. */
  void resume() {
    paused = null;
    trying = false;
  }

  /** As at the start, but for the rate. */
  void reset() {
    resume();
    breaker.close();
    blockedUntil = Instant.MIN;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
