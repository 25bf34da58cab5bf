package dev.patchbay.event;

import org.jspecify.annotations.Nullable;

/**
 * The data of an event; a block that does not apply is {@code null}, never guessed.
 *
 * @param test true on planted and vendor test messages, which marketing never counts
 */
public record EventData(
    @Nullable Person person,
    @Nullable Attribution attribution,
    @Nullable Form form,
    @Nullable Call call,
    @Nullable Sale sale,
    @Nullable Consent consent,
    @Nullable Loyalty loyalty,
    @Nullable Deal deal,
    @Nullable FollowUp followUp,
    @Nullable Page page,
    @Nullable Spend spend,
    @Nullable Announced announced,
    @Nullable Report report,
    @Nullable Merged merged,
    @Nullable Removal removal,
    @Nullable Boolean test) {

  /** Data that tells nothing. */
  public static final EventData NOTHING =
      new EventData(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);

  /** Data that is a report and nothing else. */
  public static EventData of(Report report) {
    return new EventData(
        null, null, null, null, null, null, null, null, null, null, null, null, report, null, null,
        null);
  }

  /** Data of two records that became one, or are two again. */
  public static EventData of(@Nullable Person person, Merged merged) {
    return new EventData(
        person, null, null, null, null, null, null, null, null, null, null, null, null, merged,
        null, null);
  }

  /** Data of a record that a tool has no more. */
  public static EventData of(@Nullable Person person, Removal removal) {
    return new EventData(
        person, null, null, null, null, null, null, null, null, null, null, null, null, null,
        removal, null);
  }

  /** This data with another person. */
  public EventData withPerson(@Nullable Person person) {
    return with(person, attribution, form, call, consent);
  }

  /** This data with another attribution. */
  public EventData withAttribution(@Nullable Attribution attribution) {
    return with(person, attribution, form, call, consent);
  }

  /** This data with another form. */
  public EventData withForm(@Nullable Form form) {
    return with(person, attribution, form, call, consent);
  }

  /** This data with another call. */
  public EventData withCall(@Nullable Call call) {
    return with(person, attribution, form, call, consent);
  }

  /** This data with another consent. */
  public EventData withConsent(@Nullable Consent consent) {
    return with(person, attribution, form, call, consent);
  }

  private EventData with(
      @Nullable Person person,
      @Nullable Attribution attribution,
      @Nullable Form form,
      @Nullable Call call,
      @Nullable Consent consent) {
    return new EventData(
        person,
        attribution,
        form,
        call,
        sale,
        consent,
        loyalty,
        deal,
        followUp,
        page,
        spend,
        announced,
        report,
        merged,
        removal,
        test);
  }
}
