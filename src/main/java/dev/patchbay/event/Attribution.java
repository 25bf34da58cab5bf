package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * Where it came from: campaign parameters, click ids of the ad networks, and the page.
 *
 * @param trackingNumber the number that was dialed, E.164
 */
public record Attribution(
    @Nullable String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String term,
    @Nullable String content,
    @Nullable String gclid,
    @Nullable String gbraid,
    @Nullable String wbraid,
    @Nullable String fbclid,
    @Nullable String fbc,
    @Nullable String fbp,
    @Nullable String msclkid,
    @Nullable String referrer,
    @Nullable String landingPage,
    @Nullable String keyword,
    @Nullable String trackingNumber,
    @Nullable String visitorId) {

  /** An attribution that tells nothing. */
  public static final Attribution NOTHING =
      new Attribution(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);

  /** {@code toString} tells no address of a page: its query may name people. */
  @Override
  public String toString() {
    return "Attribution[source=" + source + ", medium=" + medium + ", campaign=" + campaign + "]";
  }
}
