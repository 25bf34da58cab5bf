package dev.patchbay.dashboard;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the API's words about leads are called on pages. */
final class LeadWords {

  /** Statuses that people set, in the order of a sale. */
  static final List<String> STATUSES =
      List.of("new", "contacted", "qualified", "quoted", "won", "lost");

  /** Channels in the order in which they are offered, and what they are called. */
  static final Map<String, String> CHANNELS = channels();

  private static final Map<String, String> FIELDS =
      Map.of("quote_amount", "quote", "sale_amount", "sale value", "spam", "spam");

  private LeadWords() {}

  /** With a capital letter: {@code Ad form}. */
  static String title(String word) {
    String plain = word.replace('_', ' ');
    return plain.isEmpty()
        ? plain
        : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
  }

  static String channel(String channel) {
    return CHANNELS.getOrDefault(channel, title(channel));
  }

  /** Channel and, of a call, what became of it. */
  static String how(LeadLine lead) {
    if (!lead.isCall()) {
      return channel(lead.channel());
    }
    if (Boolean.TRUE.equals(lead.answered())) {
      return "Call, answered";
    }
    return Boolean.TRUE.equals(lead.voicemail()) ? "Call, voicemail" : "Call, missed";
  }

  private static Map<String, String> channels() {
    Map<String, String> channels = new LinkedHashMap<>();
    for (String channel : List.of("form", "call", "mail", "chat", "ad_form")) {
      channels.put(channel, title(channel));
    }
    return Collections.unmodifiableMap(channels);
  }

  /**
   * Whether a human answered after the target, or has not yet and it is past; of what is spam or
   * belongs to another lead nobody is asked to.
   */
  static boolean isLate(
      @Nullable Instant due,
      @Nullable Instant answered,
      @Nullable UUID duplicateOf,
      String status,
      Instant now) {
    return due != null
        && duplicateOf == null
        && !status.equals("spam")
        && (answered == null ? now : answered).isAfter(due);
  }

  static String field(String field) {
    return FIELDS.getOrDefault(field, field.replace('_', ' '));
  }

  /** How a status is colored. */
  static String level(String status) {
    return switch (status) {
      case "new" -> "accent";
      case "won" -> "ok";
      case "spam" -> "bad";
      default -> "";
    };
  }

  /** Where a lead came from, in one sentence. */
  static String origin(LeadLine lead) {
    List<String> parts = new ArrayList<>();
    parts.add(
        lead.source().equals("direct")
            ? "Came by itself: no link, ad or site told where from"
            : "Came from "
                + lead.source()
                + (lead.medium() == null ? "" : " (" + lead.medium() + ")"));
    add(parts, "campaign ", lead.campaign());
    if (lead.keyword() != null) {
      parts.add("searched for \u201c" + lead.keyword() + "\u201d");
    }
    add(parts, "ad ", lead.content());
    add(parts, "first saw ", lead.landingPage());
    add(parts, "dialed ", lead.trackingNumber());
    return String.join(", ", parts) + ".";
  }

  private static void add(List<String> parts, String before, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      parts.add(before + text);
    }
  }

  /** The address where it can be followed from a page without harm, else {@code null}. */
  static @Nullable String link(@Nullable String address) {
    if (address == null) {
      return null;
    }
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme();
      return uri.getHost() != null
              && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
          ? uri.toASCIIString()
          : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
