package dev.patchbay.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A journey as the page tells it: each hop in words. */
final class JourneyModels {

  /** What takes longer stands out: happened to received, and received to accepted, in ms. */
  private static final long LONG_CAPTURE = 5 * 60_000L;

  private static final long LONG_DELIVERY = 60_000L;

  private JourneyModels() {}

  /** A lead of the journey. */
  record Lead(
      UUID id,
      String status,
      @Nullable UUID duplicateOf,
      Instant receivedAt,
      @Nullable Instant contactedAt,
      @Nullable Instant touchDueAt,
      @Nullable Long touchMs) {}

  /** One customer's way. */
  record Journey(
      UUID customer,
      Instant now,
      @Nullable String name,
      String stands,
      String ending,
      List<Lead> leads,
      List<Step> steps,
      boolean shortened) {

    /** The level of its ending: a color that goes with the words. */
    public String level() {
      return switch (stands) {
        case "bought", "won" -> "ok";
        case "lost", "spam", "dropped_off" -> "warn";
        default -> "accent";
      };
    }

    /** The lead that this step began, or {@code null}. */
    public @Nullable Lead began(Step step) {
      return leads.stream().filter(lead -> lead.id().equals(step.event())).findFirst().orElse(null);
    }

    /** Whether a human answered this lead after its target, or has not yet and it is past. */
    public boolean isLate(Lead lead) {
      return LeadWords.isLate(
          lead.touchDueAt(), lead.contactedAt(), lead.duplicateOf(), lead.status(), now);
    }
  }

  /** Something that happened. */
  record Step(
      UUID event,
      Instant at,
      Instant receivedAt,
      String kind,
      String title,
      String connection,
      List<String> details,
      @Nullable Long sincePreviousMs,
      @Nullable Long captureMs,
      @Nullable Long touchMs,
      List<Hop> deliveries) {

    /** Whether we heard of it late. */
    public boolean isHeardLate() {
      return captureMs != null && captureMs > LONG_CAPTURE;
    }

    /** Whether a long silence goes before it. */
    public boolean isAfterSilence() {
      return sincePreviousMs != null && sincePreviousMs > 86_400_000L;
    }
  }

  /** What was sent on. */
  record Hop(
      UUID delivery,
      String destination,
      String flow,
      @Nullable String action,
      String state,
      @Nullable Long pipelineMs,
      @Nullable Long writeMs,
      @Nullable Long deliveryMs,
      @Nullable Instant dueAt,
      @Nullable String errorKind,
      @Nullable String errorText,
      List<Try> attempts) {

    /** The level of its state. */
    public String level() {
      return switch (state) {
        case "delivered" -> isSlow() ? "warn" : "ok";
        case "dead" -> "bad";
        case "pending" -> attempts.isEmpty() ? "" : "warn";
        default -> "";
      };
    }

    /** Its state in one word. */
    public String word() {
      return switch (state) {
        case "delivered" -> isSlow() ? "slow" : "accepted";
        case "dead" -> "given up";
        case "pending" -> "waits";
        default -> "not sent";
      };
    }

    /** Whether it took longer than it should. */
    public boolean isSlow() {
      return deliveryMs != null && deliveryMs > LONG_DELIVERY;
    }

    /** What became of it, in words. */
    public String words(Times times) {
      return switch (state) {
        case "delivered" ->
            deliveryMs == null
                ? destination + " took it."
                : "%s took it %s after we heard of it.%s"
                    .formatted(destination, times.span(deliveryMs), parts(times));
        case "dead" -> "%s did not take it: %s".formatted(destination, error());
        case "pending" ->
            attempts.isEmpty()
                ? "It waits to be sent to %s.".formatted(destination)
                : "%s has not taken it yet: %s Next try: %s."
                    .formatted(destination, error(), times.at(dueAt));
        default -> "It was not sent to %s: %s".formatted(destination, error());
      };
    }

    private String parts(Times times) {
      return pipelineMs == null || writeMs == null
          ? ""
          : " First tried after %s; taken %s later."
              .formatted(times.span(pipelineMs), times.span(writeMs));
    }

    private String error() {
      if (errorText != null && !errorText.isBlank()) {
        return errorText.endsWith(".") ? errorText : errorText + ".";
      }
      return errorKind == null ? "no reason is known." : errorKind + ".";
    }
  }

  /** One attempt. */
  record Try(
      int number,
      Instant at,
      long tookMs,
      String verdict,
      @Nullable Integer status,
      @Nullable String errorKind,
      @Nullable String errorText,
      @Nullable Instant retryAt) {

    /** What came of it, in words. */
    public String words() {
      String said = errorText == null ? "" : " " + errorText;
      return switch (verdict) {
        case "accepted" -> "Taken.";
        case "retry" -> "To be tried again." + said;
        case "fix-data" -> "Refused for what it says." + said;
        case "fix-config" -> "Refused for how the connection is set up." + said;
        default -> verdict + "." + said;
      };
    }
  }
}
