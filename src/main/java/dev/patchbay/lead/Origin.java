package dev.patchbay.lead;

import org.jspecify.annotations.Nullable;

/**
 * Where somebody came from.
 *
 * @param source lower case, such as the search engine or site; {@code direct} when nothing is known
 * @param medium lower case, such as {@code cpc}, {@code organic}, {@code referral}, or {@code null}
 * @param landingPage host and path, or {@code null}
 * @param referrer host and path, or {@code null}
 * @param clickKind name of the ad network's click id, such as {@code gclid}, or {@code null}
 */
public record Origin(
    String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String keyword,
    @Nullable String content,
    @Nullable String landingPage,
    @Nullable String referrer,
    @Nullable String clickKind,
    @Nullable String clickId) {

  /** The source of those of whom nothing is known. */
  public static final String DIRECT = "direct";

  static final Origin NOWHERE = new Origin(DIRECT, null, null, null, null, null, null, null, null);

  /** Whether nothing tells where they came from. */
  public boolean isDirect() {
    return source.equals(DIRECT);
  }

  Origin withLandingPage(@Nullable String page) {
    return new Origin(
        source, medium, campaign, keyword, content, page, referrer, clickKind, clickId);
  }

  /** Whether both came the same way: within one session they are one touch. */
  boolean isSameAs(Origin other) {
    return source.equals(other.source)
        && java.util.Objects.equals(medium, other.medium)
        && java.util.Objects.equals(campaign, other.campaign);
  }

  /** {@code toString} tells no pages: they may name people. */
  @Override
  public String toString() {
    return "Origin[" + source + ", " + medium + ", " + campaign + "]";
  }
}
