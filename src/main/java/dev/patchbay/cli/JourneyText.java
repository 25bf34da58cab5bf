package dev.patchbay.cli;

import dev.patchbay.tracking.Journey;
import dev.patchbay.tracking.LeadRow;
import dev.patchbay.tracking.Spans;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a journey as people read it. */
final class JourneyText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);

  private final PrintWriter out;
  private final ZoneId zone;

  /** Prints times in {@code zone}. */
  JourneyText(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  void print(Journey journey) {
    List<String> who = new ArrayList<>();
    add(who, journey.name());
    add(who, journey.email());
    add(who, journey.phone());
    out.println((who.isEmpty() ? "Customer" : String.join(", ", who)) + "  " + journey.customer());
    if (journey.shortened()) {
      out.println("(older steps are left out)");
    }
    for (Journey.Step step : journey.steps()) {
      print(step);
    }
    for (LeadRow lead : journey.leads()) {
      print(lead);
    }
    out.println("=> " + safe(journey.ending()));
  }

  private void print(Journey.Step step) {
    Long since = step.sincePreviousMs();
    out.println();
    out.println(
        "%s  %s  [%s]%s"
            .formatted(
                time(step.at()),
                safe(step.title()),
                step.connection(),
                since == null || since < 1 ? "" : "  " + Spans.words(since) + " later"));
    step.details().forEach(detail -> out.println("    " + safe(detail)));
    List<String> clocks = new ArrayList<>();
    Long capture = step.captureMs();
    if (capture != null) {
      clocks.add("received after " + Spans.words(capture));
    }
    Long touch = step.touchMs();
    if (touch != null) {
      clocks.add("answered by a person after " + Spans.words(touch) + " of business time");
    }
    if (!clocks.isEmpty()) {
      out.println("    " + String.join(", ", clocks));
    }
    step.deliveries().forEach(this::print);
  }

  private void print(Journey.Hop hop) {
    List<String> clocks = new ArrayList<>();
    clock(clocks, "first attempt after ", hop.pipelineMs());
    clock(clocks, "write took ", hop.writeMs());
    clock(clocks, "there after ", hop.deliveryMs());
    if (hop.dueAt() != null) {
      clocks.add("next attempt " + time(hop.dueAt()));
    }
    out.println(
        "    -> %s: %s%s"
            .formatted(
                hop.destination(),
                hop.state(),
                clocks.isEmpty() ? "" : " (" + String.join(", ", clocks) + ")"));
    boolean plain = hop.attempts().size() == 1 && hop.attempts().get(0).errorKind() == null;
    if (!plain) {
      hop.attempts().forEach(this::print);
    }
    if (hop.attempts().isEmpty() && hop.errorKind() != null) {
      out.println("         " + hop.errorKind() + text(hop.errorText()));
    }
  }

  private void print(Journey.Try attempt) {
    out.println(
        "         %d. %s  %s in %s%s%s"
            .formatted(
                attempt.number(),
                time(attempt.at()),
                attempt.verdict() + (attempt.status() == null ? "" : " " + attempt.status()),
                Spans.words(attempt.tookMs()),
                attempt.errorKind() == null
                    ? ""
                    : ": " + attempt.errorKind() + text(attempt.errorText()),
                attempt.retryAt() == null ? "" : ", again at " + time(attempt.retryAt())));
  }

  private void print(LeadRow lead) {
    out.println();
    out.println(
        "Lead %s: %s by %s%s%s"
            .formatted(
                lead.id(),
                lead.status(),
                lead.channel(),
                ", from " + safe(lead.source()) + or(lead.campaign()),
                lead.duplicateRule() == null ? "" : " (" + safe(lead.duplicateRule()) + ")"));
  }

  private static String or(@Nullable String campaign) {
    return campaign == null ? "" : " / " + safe(campaign);
  }

  private static String text(@Nullable String error) {
    return error == null ? "" : " (" + safe(error) + ")";
  }

  private static void clock(List<String> clocks, String what, @Nullable Long ms) {
    if (ms != null) {
      clocks.add(what + Spans.words(ms));
    }
  }

  private static void add(List<String> who, @Nullable String value) {
    if (value != null) {
      who.add(safe(value));
    }
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  /** What people wrote moves no cursor and rings no bell. */
  private static String safe(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
