package dev.patchbay.credential;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Asks a token endpoint. Implemented by the route package, where outgoing HTTP is. */
@FunctionalInterface
public interface TokenEndpoint {

  /**
   * An endpoint's answer.
   *
   * @param status HTTP status
   * @param body start of the body; never print it
   */
  record Answer(int status, String body) {

    /** {@code toString} tells no body: it holds tokens. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /**
   * Posts a form.
   *
   * @param headers more headers, such as {@code Authorization}
   * @throws IOException when no answer came
   */
  Answer post(URI address, Map<String, String> headers, Map<String, String> form)
      throws IOException;
}
