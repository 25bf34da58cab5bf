package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Reads RFC 822 mails. */
final class MailBody {

  private MailBody() {}

  static JsonNode read(byte[] body, Map<String, String> headers) throws UnreadableBodyException {
    throw new UnreadableBodyException("body.not-mail", "The body is no mail.", "");
  }
}
