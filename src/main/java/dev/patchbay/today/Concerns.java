package dev.patchbay.today;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.inbox.PollHealth.Problem;
import dev.patchbay.today.Concern.Level;
import dev.patchbay.today.ConnectionFacts.Pile;
import dev.patchbay.today.ConnectionFacts.Sending;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with connections, in sentences. */
public final class Concerns {

  /** What waits so long was held up by something. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final Duration UNREAD = Duration.ofMinutes(1);

  /** A server that is started again is not worth a word. */
  private static final Duration BLINK = Duration.ofMinutes(1);

  /** The gravest first, then what began first. */
  public static final Comparator<Concern> ORDER =
      Comparator.comparing(Concern::level)
          .thenComparing(concern -> concern.since() == null ? Instant.MAX : concern.since());

  private final Instant now;
  private final ZoneId zone;

  /** Sentences that are read at {@code now}, with times of {@code zone}. */
  public Concerns(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** What is wrong with a connection, the gravest first; empty when nothing is. */
  public List<Concern> of(ConnectionFacts facts) {
    List<Concern> concerns = new ArrayList<>();
    stopped(facts, concerns);
    reading(facts, concerns);
    sending(facts, concerns);
    dead(facts, concerns);
    silent(facts, concerns);
    invalid(facts, concerns);
    unread(facts, concerns);
    concerns.sort(ORDER);
    return concerns;
  }

  private void stopped(ConnectionFacts facts, List<Concern> concerns) {
    Finding finding = facts.stopped();
    if (finding != null) {
      concerns.add(
          new Concern(
              Level.BROKEN,
              "connection.stopped",
              facts.name(),
              "%s does not run: %s".formatted(name(facts), finding.text()),
              facts.waiting() == null ? null : waits(facts, facts.waiting()),
              finding.remedy(),
              null,
              page(facts)));
    }
  }

  private void reading(ConnectionFacts facts, List<Concern> concerns) {
    PollHealth.Trouble trouble = facts.reading();
    if (trouble == null
        || (trouble.problem() != Problem.REFUSED
            && Duration.between(trouble.since(), now).compareTo(BLINK) < 0)) {
      return;
    }
    String what =
        switch (trouble.problem()) {
          case REFUSED -> "refuses the sign-in";
          case UNREACHABLE -> "cannot be reached";
          case FAILED -> "cannot be read";
        };
    String remedy =
        switch (trouble.problem()) {
          case REFUSED -> "Mend its user name, password or token, then start the hub again.";
          case UNREACHABLE ->
              "Look whether its address is right and whether it runs; it is tried again by"
                  + " itself.";
          case FAILED -> "The hub's log says what failed; it is tried again by itself.";
        };
    concerns.add(
        new Concern(
            Level.BROKEN,
            "source." + trouble.problem().name().toLowerCase(Locale.ROOT),
            facts.name(),
            "%s %s%s.".formatted(name(facts), what, since(trouble.since())),
            "What came there since is not seen.",
            remedy,
            trouble.since(),
            page(facts)));
  }

  private void sending(ConnectionFacts facts, List<Concern> concerns) {
    Sending sending = facts.sending();
    Pile waiting = facts.waiting();
    if (sending == null) {
      return;
    }
    switch (sending.state()) {
      case REFUSED ->
          concerns.add(
              concern(
                  facts,
                  Level.BROKEN,
                  "lane.refused",
                  "%s %s%s.".formatted(name(facts), Words.wants(sending.kind()), since(sending)),
                  sending.remedy() == null
                      ? "Mend its settings, then let it go on."
                      : sending.remedy(),
                  sending.since()));
      case HALTED ->
          concerns.add(
              concern(
                  facts,
                  waiting == null ? Level.NOTE : Level.ATTENTION,
                  "lane.halted",
                  "%s is paused by %s%s: %s"
                      .formatted(name(facts), sending.by(), since(sending), sentence(sending)),
                  "Let it go on when it may be told again.",
                  sending.since()));
      case DOWN ->
          concerns.add(
              concern(
                  facts,
                  Level.BROKEN,
                  "lane.down",
                  "%s %s%s."
                      .formatted(
                          name(facts),
                          Words.does(kind(sending, waiting)),
                          waiting == null ? "" : since(waiting.since())),
                  "Nothing to do if the vendor mends it: it is tried every minute, and what waits"
                      + " goes by itself.",
                  waiting == null ? sending.since() : waiting.since()));
      case OPEN -> slow(facts, concerns);
    }
  }

  private void slow(ConnectionFacts facts, List<Concern> concerns) {
    Pile waiting = facts.waiting();
    if (waiting == null || Duration.between(waiting.since(), now).compareTo(LONG) < 0) {
      return;
    }
    String text =
        waiting.kind() == null
            ? "%s is behind: the oldest delivery waits%s."
            : "%s " + Words.does(waiting.kind()) + ": the oldest delivery waits%s.";
    concerns.add(
        concern(
            facts,
            Level.ATTENTION,
            "deliveries.waiting",
            text.formatted(name(facts), since(waiting.since())),
            waiting.kind() == null
                ? "If it does not catch up, look whether its rate limit is too low."
                : "It is tried again by itself; look at its status page if it lasts.",
            waiting.since()));
  }

  private void dead(ConnectionFacts facts, List<Concern> concerns) {
    if (facts.dead().isEmpty()) {
      return;
    }
    long number = facts.dead().stream().mapToLong(Pile::number).sum();
    Pile most = facts.dead().get(0);
    boolean alone = facts.dead().size() == 1;
    concerns.add(
        new Concern(
            Level.ATTENTION,
            "deliveries.dead",
            facts.name(),
            "%s to %s %s given up: it %s%s."
                .formatted(
                    Words.number(number, "delivery", "deliveries"),
                    name(facts),
                    number == 1 ? "was" : "were",
                    Words.does(most.kind()),
                    alone ? "" : ", and more"),
            facts.leads() > 0 && facts.waiting() == null
                ? "%s did not get there.".formatted(leads(facts.leads()))
                : null,
            "Mend what it names, then send them again.",
            facts.dead().stream().map(Pile::since).min(Comparator.naturalOrder()).orElse(null),
            "/app/dead-letters?destination=" + facts.name()));
  }

  private void silent(ConnectionFacts facts, List<Concern> concerns) {
    Listening listening = facts.listening();
    if (listening == null || facts.stopped() != null) {
      return;
    }
    boolean overdue = listening.isOverdue(now);
    if (!overdue && !listening.isUnusual(now)) {
      return;
    }
    concerns.add(
        new Concern(
            overdue ? Level.BROKEN : Level.ATTENTION,
            "connection.silent",
            facts.name(),
            silence(facts, listening),
            "What happens there may not reach anybody.",
            "Try it: submit a test there. Nothing comes? Look whether its webhook is still set to"
                + " this hub, or whether it asks for a new sign-in.",
            listening.lastHeard(),
            page(facts)));
  }

  private String silence(ConnectionFacts facts, Listening listening) {
    String heard =
        listening.lastHeard() == null
            ? "nothing heard yet"
            : "nothing heard for " + Words.span(listening.silence(now));
    Duration usual = listening.usualGap(now);
    Duration expected = listening.expectEvery();
    String how =
        usual != null
            ? ", usually every " + Words.span(usual)
            : expected == null ? "" : ", expected every " + Words.span(expected);
    return "%s: %s%s.".formatted(name(facts), heard, how);
  }

  private void invalid(ConnectionFacts facts, List<Concern> concerns) {
    if (facts.invalid().isEmpty()) {
      return;
    }
    long number = facts.invalid().stream().mapToLong(Pile::number).sum();
    concerns.add(
        new Concern(
            Level.ATTENTION,
            "messages.invalid",
            facts.name(),
            "%s from %s could not be read."
                .formatted(Words.number(number, "message", "messages"), name(facts)),
            "Nothing is lost: they are kept as they came, but reached nobody.",
            "Look at what is missing in them, mend the mapping, then read them again.",
            facts.invalid().stream().map(Pile::since).min(Comparator.naturalOrder()).orElse(null),
            "/app/invalid?connection=" + facts.name()));
  }

  private void unread(ConnectionFacts facts, List<Concern> concerns) {
    Pile unread = facts.unread();
    if (unread == null || Duration.between(unread.since(), now).compareTo(UNREAD) < 0) {
      return;
    }
    concerns.add(
        new Concern(
            Level.ATTENTION,
            "messages.waiting",
            facts.name(),
            "%s from %s %s to be read, the oldest%s."
                .formatted(
                    Words.number(unread.number(), "message", "messages"),
                    name(facts),
                    unread.number() == 1 ? "waits" : "wait",
                    since(unread.since())),
            "They are safe, but late.",
            "If the number grows, look at the hub's log and its machine.",
            unread.since(),
            page(facts)));
  }

  private Concern concern(
      ConnectionFacts facts,
      Level level,
      String kind,
      String text,
      String remedy,
      @Nullable Instant since) {
    Pile waiting = facts.waiting();
    return new Concern(
        level,
        kind,
        facts.name(),
        text,
        waiting == null ? "Nothing waits for it." : waits(facts, waiting),
        remedy,
        since,
        page(facts));
  }

  private static String waits(ConnectionFacts facts, Pile waiting) {
    if (facts.leads() > 0) {
      return "%s %s.".formatted(leads(facts.leads()), facts.leads() == 1 ? "waits" : "wait");
    }
    return "%s %s."
        .formatted(
            Words.number(waiting.number(), "delivery", "deliveries"),
            waiting.number() == 1 ? "waits" : "wait");
  }

  private static String leads(long leads) {
    return (leads >= ConnectionFacts.MOST_LEADS ? "More than " : "")
        + Words.number(leads, "lead", "leads");
  }

  private static @Nullable String kind(Sending sending, @Nullable Pile waiting) {
    return waiting != null && waiting.kind() != null
        ? waiting.kind()
        : sending.kind() == null ? "vendor-down" : sending.kind();
  }

  private static String sentence(Sending sending) {
    String text = sending.text() == null ? "" : sending.text().strip();
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
  }

  private String since(Sending sending) {
    return sending.since() == null ? "" : since(sending.since());
  }

  private String since(Instant at) {
    return " since " + Words.time(at, now, zone);
  }

  private static String name(ConnectionFacts facts) {
    return Words.name(facts.name(), facts.title());
  }

  private static String page(ConnectionFacts facts) {
    return "/app/connections/" + facts.name();
  }
}
