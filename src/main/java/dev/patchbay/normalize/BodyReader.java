package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.connector.Source.Format;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.JsonWebToken;

/** Turns a body into what {@code .} means in a source's mapping. */
final class BodyReader {

  private BodyReader() {}

  static JsonNode read(Format format, RawMessage message) throws UnreadableBodyException {
    return switch (format) {
      case JSON -> JsonBody.read(Characters.decode(message.body()));
      case JSON_REPEATS -> JsonBody.readRepeats(Characters.decode(message.body()));
      case ROW -> row(JsonBody.read(Characters.decode(message.body())));
      case FORM -> FormBody.read(message.body());
      case MULTIPART -> MultipartBody.read(message.body(), message.contentType());
      case MAIL -> MailBody.read(message.body(), message.headers());
      case TEXT -> text(Characters.decode(message.body()));
      case JWT -> jsonWebToken(Characters.decode(message.body()));
      case ANY -> any(message);
    };
  }

  private static JsonNode any(RawMessage message) throws UnreadableBodyException {
    String text = Characters.decode(message.body()).strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      return JsonBody.read(text);
    }
    if (MultipartBody.looksLikeOne(text)) {
      return MultipartBody.read(message.body(), message.contentType());
    }
    if (FormBody.looksLikeOne(text)) {
      return FormBody.read(message.body());
    }
    return text.isEmpty() ? JsonBody.read(text) : text(text);
  }

  private static JsonNode jsonWebToken(String text) throws UnreadableBodyException {
    return JsonBody.read(JsonWebToken.of(text).map(JsonWebToken::claims).orElse(text));
  }

  private static JsonNode row(JsonNode row) throws UnreadableBodyException {
    Finding broken = BrokenRow.finding(row);
    if (broken != null) {
      throw new UnreadableBodyException(broken);
    }
    return row;
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text);
  }
}
