package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In virtual time: {@code now} moves only here. */
class GateTest {

  private final Outcomes outcomes =
      new Outcomes(
          List.of(),
          text -> {
            throw new IllegalArgumentException(text);
          },
          Clock.systemUTC());
  private Instant now = Instant.parse("2026-11-22T02:00:00Z");

  @Test
  void opensTheBreakerAfterTenFailuresAndProbesEverLessOften() {
    Gate gate = gate(RateLimit.NONE);
    for (int i = 0; i < 10; i++) {
      assertThat(gate.opensAt()).isBeforeOrEqualTo(now);
      attempt(gate, 503);
    }
    assertThat(gate.isBreakerOpen()).isTrue();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waits.add(Duration.between(now, gate.opensAt()).toSeconds());
      now = gate.opensAt();
      attempt(gate, 503);
    }
    assertThat(waits).containsExactly(10L, 20L, 40L, 60L, 60L);
    now = gate.opensAt();
    attempt(gate, 200);
    assertThat(gate.isBreakerOpen()).isFalse();
    assertThat(gate.opensAt()).isBeforeOrEqualTo(now);
  }

  @Test
  void letsOneProbeGoAtATime() {
    Gate gate = gate(RateLimit.NONE);
    for (int i = 0; i < 10; i++) {
      attempt(gate, 500);
    }
    now = gate.opensAt();
    Gate.Pass probe = gate.began(now);
    assertThat(probe.probe()).isTrue();
    assertThat(gate.opensAt()).isEqualTo(Instant.MAX);
    gate.unused(probe, now);
    assertThat(gate.opensAt()).isBeforeOrEqualTo(now);
  }

  @Test
  void keepsTheBreakerClosedWhileAnswersComeBetweenFailures() {
    Gate gate = gate(RateLimit.NONE);
    for (int i = 0; i < 100; i++) {
      attempt(gate, i % 9 == 0 ? 422 : 500);
    }
    assertThat(gate.isBreakerOpen()).isFalse();
  }

  @Test
  void neverSendsMoreThanTheLimitInAnyStretch() {
    Gate gate = gate(new RateLimit(50, Duration.ofSeconds(1)));
    List<Instant> sent = new ArrayList<>();
    while (sent.size() < 500) {
      if (gate.opensAt().isAfter(now)) {
        now = gate.opensAt();
      }
      attempt(gate, 200);
      sent.add(now);
    }
    for (int i = 50; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - 50), sent.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    assertThat(Duration.between(sent.get(0), now)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void waitsAsLongAsTheDestinationAsks() {
    Gate gate = gate(RateLimit.NONE);
    Gate.Pass pass = gate.began(now);
    Reply slow = new Reply(429, Map.of("retry-after", "90"), null, null);
    gate.ended(pass, outcomes.judge(slow), 429, true, now);
    assertThat(Duration.between(now, gate.opensAt())).isEqualTo(Duration.ofSeconds(90));
    assertThat(gate.isBreakerOpen()).isFalse();
  }

  @Test
  void triesARefusedConfigurationNowAndThenUntilItIsTaken() {
    Gate gate = gate(RateLimit.NONE);
    attempt(gate, 401);
    assertThat(gate.paused()).isNotNull();
    assertThat(gate.paused().kind()).isEqualTo("not-authorized");
    assertThat(Duration.between(now, gate.opensAt())).isEqualTo(Duration.ofMinutes(5));
    now = gate.opensAt();
    attempt(gate, 410);
    assertThat(Duration.between(now, gate.opensAt())).isEqualTo(Duration.ofMinutes(5));
    now = gate.opensAt();
    attempt(gate, 422);
    assertThat(gate.paused()).isNull();
  }

  private void attempt(Gate gate, int status) {
    Gate.Pass pass = gate.began(now);
    gate.ended(pass, outcomes.judge(new Reply(status, Map.of(), null, null)), status, true, now);
  }

  private static Gate gate(RateLimit limit) {
    return new Gate(limit, DeliverySettings.STANDARD);
  }
}
