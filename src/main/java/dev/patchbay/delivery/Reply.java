package dev.patchbay.delivery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back from one attempt.
 *
 * @param status HTTP status, or {@code null} when there was no HTTP answer
 * @param headers response headers, lower-case names
 * @param body start of the response body (at most 64 KiB), or {@code null}
 * @param failure what failed, or {@code null} when an answer came or the transport has no answers
 */
public record Reply(
    @Nullable Integer status,
    Map<String, String> headers,
    @Nullable String body,
    @Nullable Failure failure) {

  private static final String NOTHING_TO_SEND = "nothing-to-send";
  private static final String NOT_ACCEPTED = "not-accepted";
  private static final String WAITING = "waiting";

  /**
   * A failure without an answer.
   *
   * @param kind {@code timeout}, {@code connect}, {@code tls}, {@code dns}, {@code
   *     address-refused}, {@code mail}, {@code sql}, {@code file}, {@code sign-in}, {@code
   *     sign-in-ended}, {@code mapping}, {@code nothing-to-send}, {@code waiting} or {@code other}
   * @param type simple name of the exception
   * @param code SQL state or SMTP status, or {@code null}
   * @param text for people; holds no secret and no personal data
   */
  public record Failure(String kind, String type, @Nullable String code, String text) {}

  /** Accepted by a transport that gives no status, such as mail or JDBC. */
  public static Reply done() {
    return new Reply(null, Map.of(), null, null);
  }

  /** Failed without an answer. */
  public static Reply failed(Failure failure) {
    return new Reply(null, Map.of(), null, failure);
  }

  /**
   * There is nothing to tell this destination, such as when the mapping gave null: the delivery is
   * canceled.
   *
   * @param text for people; holds no secret and no personal data
   */
  public static Reply nothingToSend(String text) {
    return failed(new Failure(NOTHING_TO_SEND, "NothingToSend", null, text));
  }

  /**
   * What this depends on is still to be sent: it is tried again.
   *
   * @param text for people; holds no secret and no personal data
   */
  public static Reply waiting(String text) {
    return failed(new Failure(WAITING, "Waiting", null, text));
  }

  /** No sink of the destination accepts such an event: the delivery is canceled. */
  public static Reply notAccepted() {
    return failed(
        new Failure(
            NOT_ACCEPTED,
            "NotAccepted",
            null,
            "No sink of this destination accepts such an event."));
  }

  /** Whether nothing was sent, nor ever will be. */
  boolean isCanceled() {
    return failure != null
        && (failure.kind().equals(NOTHING_TO_SEND) || failure.kind().equals(NOT_ACCEPTED));
  }

  /** Whether there was nothing to tell the destination, so that the delivery is to be canceled. */
  public boolean isNothingToSend() {
    return failure != null && failure.kind().equals(NOTHING_TO_SEND);
  }

  /** Whether it tells of the destination, rather than of our own side. */
  boolean isOfDestination() {
    return failure == null
        || !(isCanceled()
            || failure.kind().equals(WAITING)
            || failure.kind().equals("mapping")
            || failure.kind().equals("address-refused")
            || failure.kind().equals("other"));
  }

  /** {@code toString} tells no body: it may quote people. */
  @Override
  public String toString() {
    return "Reply[status=" + status + ", failure=" + failure + "]";
  }
}
