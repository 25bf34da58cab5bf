package dev.patchbay.lead;

import static dev.patchbay.lead.Origins.first;

import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes one call of what phone systems and tracking tools tell of it, in whatever order. */
final class CallStitching {

  /**
   * A call is told by its phases: what its end says stands above what its beginning said, and what
   * was said later above what was said before.
   */
  private static final Comparator<Happening> TOLD =
      Comparator.comparing((Happening event) -> !event.is("call.started"))
          .thenComparing(Happening::at)
          .thenComparing(event -> event.is("call.updated"))
          .thenComparing(Happening::receivedAt)
          .thenComparing(Happening::id);

  private final LeadRules rules;

  CallStitching(LeadRules rules) {
    this.rules = rules;
  }

  /** What one system told of one call. */
  private record Report(
      String source,
      Instant at,
      @Nullable String direction,
      @Nullable String from,
      @Nullable Boolean answered,
      @Nullable Boolean voicemail,
      @Nullable Integer duration,
      @Nullable String recording,
      @Nullable String agent,
      @Nullable String tracked,
      @Nullable String dialed,
      List<Happening> events) {}

  /** The calls among {@code events}, which are in order, by when they began. */
  List<StitchedCall> of(List<Happening> events) {
    Map<String, List<Happening>> byCall = new LinkedHashMap<>();
    for (Happening event : events) {
      if (event.isCall()) {
        byCall
            .computeIfAbsent(event.source() + '\0' + event.thread(), key -> new ArrayList<>())
            .add(event);
      }
    }
    List<Report> reports = new ArrayList<>();
    byCall.values().forEach(told -> reports.add(report(told)));
    reports.sort(
        Comparator.comparing(Report::at).thenComparing(report -> report.events().get(0).id()));
    List<List<Report>> calls = new ArrayList<>();
    for (Report report : reports) {
      List<Report> same = null;
      // The latest calls are at the end; none before the first that is too old can be the same.
      for (int i = calls.size() - 1; i >= 0 && isNear(calls.get(i).get(0), report); i--) {
        if (isSame(calls.get(i), report)) {
          same = calls.get(i);
        }
      }
      if (same == null) {
        same = new ArrayList<>();
        calls.add(same);
      }
      same.add(report);
    }
    return calls.stream().map(this::stitch).toList();
  }

  private boolean isNear(Report one, Report later) {
    return !later.at().isAfter(one.at().plus(rules.sameCall()));
  }

  private static boolean isSame(List<Report> call, Report report) {
    for (Report one : call) {
      if (one.source().equals(report.source())
          || differ(one.direction(), report.direction())
          || differ(one.from(), report.from())) {
        return false;
      }
    }
    return true;
  }

  private static boolean differ(@Nullable String one, @Nullable String other) {
    return one != null && other != null && !one.equals(other);
  }

  private static Report report(List<Happening> events) {
    Instant at = Instant.MAX;
    String direction = null;
    String from = null;
    Boolean answered = null;
    Boolean voicemail = null;
    Integer duration = null;
    String recording = null;
    String agent = null;
    String tracked = null;
    String dialed = null;
    for (Happening event : events.stream().sorted(TOLD).toList()) {
      Call call = event.data().call();
      Attribution attribution = event.data().attribution();
      Instant began = call == null || call.startedAt() == null ? event.at() : call.startedAt();
      at = began.isBefore(at) ? began : at;
      tracked = first(attribution == null ? null : attribution.trackingNumber(), tracked);
      if (call != null) {
        direction = first(call.direction(), direction);
        from = first(call.from(), from);
        answered = either(call.answered(), answered);
        voicemail = first(call.voicemail(), voicemail);
        duration = longest(call.durationSeconds(), duration);
        recording = first(call.recordingUrl(), recording);
        agent = first(call.agent(), agent);
        dialed = first(call.to(), dialed);
      }
    }
    return new Report(
        events.get(0).source(),
        at,
        direction,
        from,
        answered,
        voicemail,
        duration,
        recording,
        agent,
        tracked,
        dialed,
        events);
  }

  private StitchedCall stitch(List<Report> reports) {
    String direction = null;
    Boolean voicemail = null;
    Integer duration = null;
    String recording = null;
    String agent = null;
    String tracked = null;
    String dialed = null;
    List<Happening> events = new ArrayList<>();
    for (Report report : reports) {
      direction = first(direction, report.direction());
      voicemail = either(voicemail, report.voicemail());
      duration = longest(duration, report.duration());
      recording = first(recording, report.recording());
      agent = first(agent, report.agent());
      tracked = first(tracked, report.tracked());
      dialed = first(dialed, report.dialed());
      events.addAll(report.events());
    }
    events.sort(Happening.ORDER);
    boolean outbound = CallFacts.OUTBOUND.equals(direction);
    return new StitchedCall(
        reports.get(0).at(),
        new CallFacts(
            outbound ? CallFacts.OUTBOUND : CallFacts.INBOUND,
            answered(reports, Boolean.TRUE.equals(voicemail)),
            voicemail,
            duration,
            recording,
            agent,
            outbound ? tracked : first(tracked, dialed)),
        List.copyOf(events));
  }

  /** A machine that takes messages answers too: then only who knows of no message is believed. */
  private static @Nullable Boolean answered(List<Report> reports, boolean voicemail) {
    Boolean answered = null;
    for (Report report : reports) {
      if (Boolean.TRUE.equals(report.answered())
          && (!voicemail || Objects.equals(report.voicemail(), Boolean.FALSE))) {
        return true;
      }
      answered = report.answered() == null ? answered : Boolean.FALSE;
    }
    return answered;
  }

  private static @Nullable Boolean either(@Nullable Boolean one, @Nullable Boolean other) {
    if (one == null || other == null) {
      return first(one, other);
    }
    return one || other;
  }

  private static @Nullable Integer longest(@Nullable Integer one, @Nullable Integer other) {
    if (one == null || other == null) {
      return first(one, other);
    }
    return Math.max(one, other);
  }
}
