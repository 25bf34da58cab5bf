package dev.patchbay.delivery;

import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.delivery.Reply.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What replies mean that no line of a sink's table covers. */
final class Defaults {

  private Defaults() {}

  static Outcome judge(Reply reply, String text, @Nullable Duration retryAfter) {
    Failure failure = reply.failure();
    if (failure != null) {
      return failure(failure, text);
    }
    Integer status = reply.status();
    if (status == null || (status >= 200 && status < 300)) {
      return of(Verdict.ACCEPTED, "accepted", text, null);
    }
    if (status == 429) {
      return retry("rate-limited", text, retryAfter);
    }
    if (status >= 500) {
      return retry("vendor-down", text, retryAfter);
    }
    if (status == 408 || status == 425 || status < 200) {
      return retry("not-now", text, retryAfter);
    }
    if (status == 401 || status == 403) {
      return of(
          Verdict.FIX_CONFIG,
          "not-authorized",
          text,
          "Check the connection's credentials and their rights, then restart or resume.");
    }
    if (status == 410) {
      return of(
          Verdict.FIX_CONFIG,
          "gone",
          text,
          "The address no longer exists: enter the new one, then restart or resume.");
    }
    return of(Verdict.FIX_DATA, status < 400 ? "redirected" : "rejected", text, null);
  }

  private static Outcome failure(Failure failure, String text) {
    return switch (failure.kind()) {
      case "mapping" ->
          of(Verdict.FIX_DATA, "mapping", text, "Mend the mapping, then replay the delivery.");
      case "address-refused" ->
          of(
              Verdict.FIX_CONFIG,
              "address-refused",
              text,
              "Let the stack allow the host if it is meant to be called, then restart or resume.");
      case "sign-in-ended" ->
          of(
              Verdict.FIX_CONFIG,
              "sign-in-ended",
              text,
              "Sign in at the vendor again, put the new credentials into the stack's secrets, then"
                  + " restart.");
      case "other" -> new Outcome(Verdict.RETRY, "other", text, null, null, true);
      default -> new Outcome(Verdict.RETRY, failure.kind(), text, null, null, false);
    };
  }

  private static Outcome retry(String kind, String text, @Nullable Duration retryAfter) {
    return new Outcome(Verdict.RETRY, kind, text, null, retryAfter, false);
  }

  private static Outcome of(Verdict verdict, String kind, String text, @Nullable String remedy) {
    return new Outcome(verdict, kind, text, remedy, null, false);
  }
}
