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

  /**
   * A failure without an answer.
   *
   * @param kind {@code timeout}, {@code connect}, {@code tls}, {@code dns}, {@code
   *     address-refused}, {@code mail}, {@code sql}, {@code mapping}, {@code nothing-to-send} or
   *     {@code other}
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

  /** Nothing was sent, for the mapping made nothing: the delivery is to be canceled. */
  public static Reply nothingToSend(String why) {
    return failed(new Failure("nothing-to-send", "NothingToSend", null, why));
  }

  /** Whether there was nothing to tell the destination, so that the delivery is to be canceled. */
  public boolean isNothingToSend() {
    return failure != null && failure.kind().equals("nothing-to-send");
  }

  /** {@code toString} tells no body: it may quote people. */
  @Override
  public String toString() {
    return "Reply[status=" + status + ", failure=" + failure + "]";
  }
}
