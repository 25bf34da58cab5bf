package dev.patchbay.inbox;

import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Signature.Entries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signature header taken apart.
 *
 * @param signatures as written, without the prefix; empty when the header is none
 * @param timestamp as written, or {@code null}
 * @param key name of the key that signed, or {@code null}
 */
record SignatureHeader(List<String> signatures, @Nullable String timestamp, @Nullable String key) {

  private static final int MOST_SIGNATURES = 16;
  private static final SignatureHeader NONE = new SignatureHeader(List.of(), null, null);

  static SignatureHeader of(Signature spec, String given) {
    Entries entries = spec.entries();
    if (entries == null) {
      List<String> signatures = new ArrayList<>();
      add(spec.prefix(), signatures, given);
      return new SignatureHeader(signatures, null, null);
    }
    String written = entries.within().isEmpty() ? given : opened(given);
    boolean named = !entries.assign().isEmpty();
    return written == null || (!named && !written.startsWith(spec.prefix()))
        ? NONE
        : split(spec.prefix(), entries, written);
  }

  private static SignatureHeader split(String prefix, Entries entries, String given) {
    boolean named = !entries.assign().isEmpty();
    List<String> signatures = new ArrayList<>();
    String timestamp = null;
    String key = null;
    int from = named ? 0 : prefix.length();
    int number = 0;
    while (from <= given.length() && signatures.size() < MOST_SIGNATURES) {
      int end = given.indexOf(entries.separator(), from);
      end = end < 0 ? given.length() : end;
      String entry = given.substring(from, end).strip();
      int assign = named ? entry.indexOf(entries.assign()) : 1;
      number++;
      if (assign > 0) {
        String name = named ? entry.substring(0, assign).strip() : Integer.toString(number);
        String value = named ? entry.substring(assign + entries.assign().length()).strip() : entry;
        if (name.equals(entries.signature())) {
          add(named ? prefix : "", signatures, value);
        } else if (name.equals(entries.timestamp())) {
          timestamp = value;
        } else if (name.equals(entries.key())) {
          key = value;
        }
      }
      from = end + entries.separator().length();
    }
    return new SignatureHeader(signatures, timestamp, key);
  }

  private static void add(String prefix, List<String> signatures, String value) {
    if (value.startsWith(prefix) && value.length() > prefix.length()) {
      signatures.add(value.substring(prefix.length()));
    }
  }

  /** What base64 encloses, or {@code null} when it is written otherwise than one would write it. */
  private static @Nullable String opened(String given) {
    try {
      byte[] bytes = Base64.getDecoder().decode(given);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)).equals(given)
          ? text
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
