package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.mapping.Urls;

/** Reads {@code application/x-www-form-urlencoded}. */
final class FormBody {

  static final int MAX_FIELDS = 5_000;

  private FormBody() {}

  static boolean looksLikeOne(String text) {
    int assign = text.indexOf('=');
    return assign > 0 && text.substring(0, assign).chars().noneMatch(Character::isWhitespace);
  }

  static JsonNode read(byte[] body) throws UnreadableBodyException {
    String text = Characters.decode(body).strip();
    if (text.isEmpty()) {
      throw new UnreadableBodyException(
          "body.empty", "The message has no body.", "Ignore such messages at their sender.");
    }
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    int fields = 0;
    for (int at = 0; at <= text.length(); ) {
      int end = text.indexOf('&', at);
      end = end < 0 ? text.length() : end;
      if (end > at) {
        if (++fields > MAX_FIELDS) {
          throw tooMany();
        }
        String pair = text.substring(at, end);
        int assign = pair.indexOf('=');
        String name = Urls.decode(assign < 0 ? pair : pair.substring(0, assign));
        Urls.add(form, name, assign < 0 ? "" : Urls.decode(pair.substring(assign + 1)));
      }
      at = end + 1;
    }
    return form;
  }

  static UnreadableBodyException tooMany() {
    return new UnreadableBodyException(
        "body.too-complex",
        "The form has more than " + MAX_FIELDS + " fields.",
        "No form that people fill in is this long: look who sends it.");
  }
}
