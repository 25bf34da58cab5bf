package dev.patchbay.normalize;

import dev.patchbay.event.EventData;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognizes who answered a form, and where they came from. */
final class FieldRecognition {

  private FieldRecognition() {}

  static EventData complete(
      EventData data, Map<String, String> overrides, @Nullable String region) {
    return data;
  }
}
