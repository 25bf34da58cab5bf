package dev.patchbay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.patchbay.connector.OutcomeRule;
import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.mapping.Mapping;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomesTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T02:00:00Z"), ZoneOffset.UTC);

  @Test
  void followsTheDefaultsWhereTheTableIsSilent() {
    Outcomes none = table();
    assertThat(none.judge(Reply.done()).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertVerdicts(none, Verdict.ACCEPTED, 200, 202, 299);
    assertVerdicts(none, Verdict.RETRY, 408, 425, 429, 500, 503, 599);
    assertVerdicts(none, Verdict.FIX_CONFIG, 401, 403, 410);
    assertVerdicts(none, Verdict.FIX_DATA, 301, 400, 404, 409, 422);
    for (String kind : List.of("timeout", "connect", "tls", "mail", "sql", "other")) {
      assertThat(none.judge(failed(kind, "X", null)).verdict()).as(kind).isEqualTo(Verdict.RETRY);
    }
    assertThat(none.judge(failed("mapping", "X", null)).verdict()).isEqualTo(Verdict.FIX_DATA);
    assertThat(none.judge(failed("other", "X", null)).poison()).isTrue();
    assertThat(none.judge(failed("timeout", "X", null)).poison()).isFalse();
  }

  @Test
  void takesTheFirstLineThatCoversTheReply() {
    Outcomes outcomes =
        table(
            rule(409, 409, null, null, null, Verdict.ACCEPTED, "exists"),
            rule(400, 499, null, null, null, Verdict.FIX_DATA, "rejected"),
            rule(0, 0, "AuthenticationFailedException", null, null, Verdict.FIX_CONFIG, "login"),
            rule(0, 0, "sql", "23*", null, Verdict.FIX_DATA, "constraint"),
            rule(0, 0, "sql", null, null, Verdict.RETRY, "database"));
    assertThat(outcomes.judge(answer(409)).kind()).isEqualTo("exists");
    assertThat(outcomes.judge(answer(429)).kind()).isEqualTo("rejected");
    assertThat(outcomes.judge(failed("mail", "AuthenticationFailedException", null)).kind())
        .isEqualTo("login");
    assertThat(outcomes.judge(failed("sql", "X", "23505")).kind()).isEqualTo("constraint");
    assertThat(outcomes.judge(failed("sql", "X", "08006")).kind()).isEqualTo("database");
    assertThat(outcomes.judge(failed("sql", "X", null)).kind()).isEqualTo("database");
  }

  @Test
  void asksTheConditionAboutStatusHeadersAndBody() {
    Mapping condition =
        (input, variables) ->
            BooleanNode.valueOf(
                input.path("status").asInt() == 400
                    && input.path("headers").path("x-kind").asText().equals("a")
                    && input.path("body").path("category").asText().equals("BUSY"));
    Outcomes outcomes =
        new Outcomes(
            List.of(rule(400, 400, null, null, "busy", Verdict.RETRY, "busy")),
            text -> condition,
            CLOCK);
    Reply busy = new Reply(400, Map.of("x-kind", "a"), "{\"category\": \"BUSY\"}", null);
    assertThat(outcomes.judge(busy).kind()).isEqualTo("busy");
    Reply text = new Reply(400, Map.of("x-kind", "a"), "BUSY", null);
    assertThat(outcomes.judge(text).kind()).isEqualTo("rejected");
  }

  @Test
  void readsWhenToComeBackFromTheHeaderOfTheLine() {
    OutcomeRule line =
        new OutcomeRule(
            429, 429, null, null, null, Verdict.RETRY, "slow", "X-Wait", "Buy a bigger plan.");
    Reply reply = new Reply(429, Map.of("x-wait", "7", "retry-after", "60"), null, null);
    assertThat(table(line).judge(reply).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(table(line).judge(reply).remedy()).isEqualTo("Buy a bigger plan.");
    assertThat(table().judge(reply).retryAfter()).isEqualTo(Duration.ofSeconds(60));
    Reply usual = new Reply(429, Map.of("retry-after", "60"), "", null);
    assertThat(table(line).judge(usual).retryAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void quotesNothingOfTheBody() {
    Reply reply = new Reply(422, Map.of(), "{\"email\": \"ana@example.com is taken\"}", null);
    Outcome outcome = table().judge(reply);
    assertThat(outcome.text()).isEqualTo("The destination answered 422.");
    assertThat(outcome.toString()).doesNotContain("ana");
  }

  private static void assertVerdicts(Outcomes outcomes, Verdict verdict, int... statuses) {
    for (int status : statuses) {
      assertThat(outcomes.judge(answer(status)).verdict()).as("" + status).isEqualTo(verdict);
    }
  }

  private static Outcomes table(OutcomeRule... rules) {
    return new Outcomes(
        List.of(rules),
        text -> {
          throw new IllegalArgumentException(text);
        },
        CLOCK);
  }

  private static OutcomeRule rule(
      int from,
      int to,
      @Nullable String error,
      @Nullable String code,
      @Nullable String when,
      Verdict verdict,
      String kind) {
    return new OutcomeRule(from, to, error, code, when, verdict, kind, null, null);
  }

  private static Reply answer(int status) {
    return new Reply(status, Map.of(), null, null);
  }

  private static Reply failed(String kind, String type, @Nullable String code) {
    return Reply.failed(new Reply.Failure(kind, type, code, "Failed."));
  }
}
