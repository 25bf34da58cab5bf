package dev.patchbay.today;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param kind stable name, such as {@code lane.refused}
 * @param connection whom it is about, or {@code null} when it is no single connection
 * @param text what is wrong, one sentence
 * @param meaning what that means for the business, one sentence, or {@code null}
 * @param remedy what to do, or {@code null} when there is nothing to do but wait
 * @param since when it began, as far as is known
 * @param link the page where it is seen to
 */
public record Concern(
    Level level,
    String kind,
    @Nullable String connection,
    String text,
    @Nullable String meaning,
    @Nullable String remedy,
    @Nullable Instant since,
    String link) {

  /** How grave it is; the gravest first. */
  public enum Level {
    /** Something is lost or stands still until somebody acts. */
    BROKEN,
    /** It works, but not as it should. */
    ATTENTION,
    /** Worth knowing. */
    NOTE
  }
}
