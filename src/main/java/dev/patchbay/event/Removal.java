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
}
