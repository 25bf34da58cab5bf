package dev.patchbay.inbox;

import java.util.Map;

/**
 * A request as far as signatures cover it.
 *
 * @param url the address the vendor knows, with its query as it came
 * @param headers lower-case names
 * @param body raw bytes
 */
public record SignedRequest(String method, String url, Map<String, String> headers, byte[] body) {

  /** {@code toString} tells nothing: tokens and people must not reach logs. */
  @Override
  public String toString() {
    return "SignedRequest[" + method + ", bytes=" + body.length + "]";
  }
}
