package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * That a tool no longer has its record of the event's person.
 *
 * @param reason {@link #DELETED}, {@link #PRIVACY} or {@link #MERGED}
 */
public record Removal(@Nullable String reason) {

  /** Somebody deleted it. */
  public static final String DELETED = "deleted";

  /** The person asked for it, or a law did. */
  public static final String PRIVACY = "privacy";

  /** It became part of another record of the same tool. */
  public static final String MERGED = "merged";

  /** What happened in words, such as {@code Deleted in crm}. */
  public String in(String connection) {
    if (MERGED.equals(reason)) {
      return "Merged into another record in " + connection;
    }
    return "Deleted in " + connection + (PRIVACY.equals(reason) ? " for privacy" : "");
  }
}
