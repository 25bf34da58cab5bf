package dev.patchbay.report;

import dev.patchbay.report.Report.Cell;
import dev.patchbay.report.Report.Row;
import dev.patchbay.report.Report.Said;
import dev.patchbay.report.Report.Section;
import dev.patchbay.report.Report.Table;
import dev.patchbay.report.WeekFacts.Source;
import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.FormsSent;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.WeekFigures.Channel;
import dev.patchbay.tracking.WeekFigures.Clock;
import dev.patchbay.tracking.WeekFigures.Sales;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the facts of a week in words that somebody understands who never saw a log. */
public final class WeeklyReport {

  private static final int MOST = 8;
  private static final int WORST = 3;

  private final WeekFacts facts;

  private WeeklyReport(WeekFacts facts) {
    this.facts = facts;
  }

  /** The report of these facts. */
  public static Report of(WeekFacts facts) {
    WeeklyReport report = new WeeklyReport(facts);
    return new Report(
        facts.week().text(),
        "%s: the week of %s".formatted(facts.stack(), facts.week().words()),
        facts.week().words(),
        List.of(report.cameIn(), report.howFast(), report.broke(), report.money(), report.todo()));
  }

  private Section cameIn() {
    List<Said> said = new ArrayList<>();
    Figure leads = facts.now().leads();
    double before = facts.before().leads().value();
    if (leads.value() == 0) {
      said.add(new Said("Nobody called or wrote this week.", "warn", null));
    } else {
      said.add(
          new Said(
              "%s came in (%s), %s the week before."
                  .formatted(
                      Words.so(leads.value(), "person", "people"),
                      facts.now().channels().stream()
                          .map(WeeklyReport::channel)
                          .collect(Collectors.joining(", ")),
                      Words.beside(leads.value(), before)),
              "",
              leads.open()));
    }
    Figure visits = facts.now().visits();
    if (visits.value() > 0) {
      said.add(
          new Said(
              "The site had %s.".formatted(Words.so(visits.value(), "visit", "visits")),
              "",
              visits.open()));
    }
    Figure spam = facts.now().spam();
    if (spam.value() > 0) {
      said.add(
          new Said(
              "%s held back as spam."
                  .formatted(Words.so(spam.value(), "message was", "messages were")),
              "",
              spam.open()));
    }
    return new Section("What came in", said, List.of(channels()));
  }

  private static String channel(Channel channel) {
    double many = channel.leads().value();
    return "%s %s".formatted(Words.count(many), Words.channel(channel.channel(), many));
  }

  private Table channels() {
    List<Row> rows = new ArrayList<>();
    for (Channel channel : facts.now().channels()) {
      @Nullable Figure before = null;
      for (Channel other : facts.before().channels()) {
        before = other.channel().equals(channel.channel()) ? other.leads() : before;
      }
      rows.add(
          new Row(
              List.of(
                  text(Words.channel(channel.channel(), 2)),
                  count(channel.leads()),
                  before == null ? text("0") : count(before))));
    }
    rows.add(
        new Row(List.of(text("all"), count(facts.now().leads()), count(facts.before().leads()))));
    return new Table(
        "People who came in, spam and repeats aside",
        List.of("By", "This week", "Week before"),
        rows);
  }

  private Section howFast() {
    List<Said> said = new ArrayList<>();
    Clock crm = facts.now().toCrm();
    Long half = crm.half();
    if (half != null) {
      Duration target = facts.crmTarget();
      Long most = crm.most();
      boolean late = target != null && most != null && most > target.toMillis();
      said.add(
          new Said(
              "Half of the leads were in the CRM within %s, and 95 of 100 within %s%s."
                  .formatted(
                      Words.span(half),
                      Words.span(most),
                      target == null
                          ? ""
                          : "; the target is "
                              + Words.span(target)
                              + (late ? ", so it was missed" : "")),
              target == null ? "" : late ? "warn" : "ok",
              null));
    }
    Clock touch = facts.now().touch();
    if (touch.half() != null) {
      said.add(
          new Said(
              "Half of the people answered heard from somebody within %s of business hours."
                  .formatted(Words.span(touch.half())),
              "",
              null));
    }
    Figure late = facts.now().late();
    Duration target = facts.answerTarget();
    if (target != null && facts.now().leads().value() > 0) {
      said.add(
          late.value() == 0
              ? new Said(
                  "Everybody was answered within %s.".formatted(Words.span(target)), "ok", null)
              : new Said(
                  "%s longer than %s for an answer."
                      .formatted(
                          Words.so(late.value(), "person waited", "people waited"),
                          Words.span(target)),
                  "warn",
                  late.open()));
    }
    Figure missed = facts.now().missed();
    Figure calls = facts.now().calls();
    if (missed.value() > 0) {
      said.add(
          new Said(
              "%s of %s nobody took."
                  .formatted(Words.count(missed.value()), Words.so(calls.value(), "call", "calls")),
              missed.value() > 0.3 * calls.value() ? "warn" : "",
              missed.open()));
    }
    if (said.isEmpty()) {
      said.add(new Said("Nothing was sent to a CRM and nobody was answered.", "", null));
    }
    return new Section("How fast", said, List.of(clocks()));
  }

  private Table clocks() {
    return new Table(
        "How long it took",
        List.of("Until", "Of", "Half within", "95 of 100 within", "Half, week before"),
        List.of(
            clock("it was in the CRM", facts.now().toCrm(), facts.before().toCrm()),
            clock("somebody answered", facts.now().touch(), facts.before().touch())));
  }

  private static Row clock(String until, Clock now, Clock before) {
    return new Row(
        List.of(
            text(until),
            text(Words.count(now.of())),
            text(Words.span(now.half())),
            text(Words.span(now.most())),
            text(Words.span(before.half()))));
  }

  private Section broke() {
    List<Said> said = new ArrayList<>();
    facts
        .paused()
        .forEach(
            paused ->
                said.add(
                    new Said(
                        "%s takes nothing at the moment: %s %s"
                            .formatted(paused.destination(), paused.text(), paused.remedy())
                            .strip(),
                        "bad",
                        new Open("connections/" + paused.destination(), java.util.Map.of()))));
    facts
        .givenUp()
        .forEach(
            dead ->
                said.add(
                    new Said(
                        "%s to %s given up and can be sent again."
                            .formatted(
                                Words.so(dead.count(), "delivery", "deliveries"),
                                dead.destination() + (dead.count() == 1 ? " was" : " were")),
                        "bad",
                        dead.open())));
    facts
        .silent()
        .forEach(
            silent ->
                said.add(
                    new Said(
                        "Nothing was heard from %s for %s; usually there is something every %s."
                            .formatted(
                                silent.connection(),
                                Words.span(silent.longest()),
                                Words.span(silent.every())),
                        "warn",
                        new Open("connections/" + silent.connection(), java.util.Map.of()))));
    FormsSent forms = facts.forms();
    if (forms != null && forms.lost() > 0) {
      said.add(
          new Said(
              "%s of %s sent on the site never came in."
                  .formatted(
                      Words.count(forms.lost()),
                      Words.so(forms.submitted().value(), "form", "forms")),
              "bad",
              forms.submitted().open()));
    }
    Figure missing = facts.notInCrm();
    if (missing != null && missing.value() > 0) {
      said.add(
          new Said(
              "%s of the week %s not in the CRM; the list says why each."
                  .formatted(
                      Words.so(missing.value(), "lead", "leads"),
                      Math.round(missing.value()) == 1 ? "is" : "are"),
              "",
              missing.open()));
    }
    if (said.isEmpty()) {
      said.add(new Said("Nothing broke.", "ok", null));
    }
    return new Section("What broke", said, List.of());
  }

  private Section money() {
    List<Said> said = new ArrayList<>();
    List<Sales> sales = facts.now().sales();
    if (sales.isEmpty()) {
      said.add(new Said("No sale was told this week.", "", null));
    }
    for (Sales each : sales) {
      said.add(
          new Said(
              "%s brought %s."
                  .formatted(
                      Words.so(each.sales().value(), "sale", "sales"),
                      Words.money(each.revenue(), each.currency())),
              "",
              each.sales().open()));
    }
    if (!sales.isEmpty()) {
      said.add(
          new Said(
              "That is %s the week before."
                  .formatted(
                      Words.beside(facts.now().saleCount(), facts.before().saleCount())
                          .replace("more", "more sales")
                          .replace("fewer", "fewer sales")),
              "",
              null));
    }
    facts.sources().stream()
        .filter(source -> source.revenue().value() > 0)
        .findFirst()
        .ifPresent(
            best ->
                said.add(
                    new Said(
                        "Most of it is owed to %s.".formatted(named(best.name())),
                        "",
                        best.revenue().open())));
    List<Table> tables = new ArrayList<>();
    if (!facts.sources().isEmpty()) {
      tables.add(sources());
    }
    return new Section("Where the money came from", said, tables);
  }

  private Table sources() {
    List<Row> rows =
        facts.sources().stream()
            .limit(MOST)
            .map(
                source ->
                    new Row(
                        List.of(
                            text(named(source.name())),
                            new Cell(Words.share(source.leads().value()), source.leads()),
                            money(source.revenue()),
                            source.cost() == null ? text("–") : money(source.cost()),
                            text(returned(source)))))
            .toList();
    return new Table(
        "By source, each touch before a lead or sale counting the same",
        List.of("Source", "Leads", "Revenue", "Cost", "Return on it"),
        rows);
  }

  private static String returned(Source source) {
    Double returned = source.returned();
    return returned == null ? "–" : String.format(Locale.US, "%.1f×", returned);
  }

  private Section todo() {
    List<Said> said = new ArrayList<>();
    Figure waiting = facts.now().waiting();
    if (waiting.value() > 0) {
      said.add(
          new Said(
              "Answer the %s of the week that nobody answered yet."
                  .formatted(Words.so(waiting.value(), "person", "people")),
              "",
              waiting.open()));
    }
    facts
        .paused()
        .forEach(
            paused ->
                said.add(
                    new Said(
                        "Ask IT to mend %s first: everything for it waits."
                            .formatted(paused.destination()),
                        "",
                        null)));
    facts
        .givenUp()
        .forEach(
            dead ->
                said.add(
                    new Said(
                        "Ask IT to look at what %s refused, and to send it again."
                            .formatted(dead.destination()),
                        "",
                        dead.open())));
    facts
        .slowPages()
        .forEach(
            page ->
                said.add(
                    new Said(
                        "Make %s faster. %s".formatted(page.page(), page.text()),
                        "",
                        page.open())));
    Figure missed = facts.now().missed();
    if (missed.value() >= 3 && missed.value() > 0.3 * facts.now().calls().value()) {
      said.add(new Said("See who can take calls when most are missed.", "", missed.open()));
    }
    facts.campaigns().stream()
        .filter(WeeklyReport::losesMoney)
        .limit(WORST)
        .forEach(
            campaign ->
                said.add(
                    new Said(
                        "Look at the campaign %s: it cost %s and brought %s."
                            .formatted(
                                campaign.name(),
                                amount(campaign.cost()),
                                amount(campaign.revenue())),
                        "",
                        campaign.leads().open())));
    if (said.isEmpty()) {
      said.add(new Said("Nothing in particular: carry on.", "ok", null));
    }
    return new Section("What to do this week", said, List.of());
  }

  private static boolean losesMoney(Source campaign) {
    Figure cost = campaign.cost();
    return cost != null
        && cost.value() > 0
        && campaign.revenue().value() < cost.value()
        && !campaign.name().equals(Parameter.NONE);
  }

  private static String named(String name) {
    return switch (name) {
      case Parameter.NONE -> "no known source";
      case "direct" -> "people who came directly";
      default -> name;
    };
  }

  private String amount(@Nullable Figure figure) {
    return figure == null ? "nothing" : Words.money(figure.value(), facts.currency());
  }

  private Cell money(Figure figure) {
    return new Cell(amount(figure), figure);
  }

  private static Cell count(Figure figure) {
    return new Cell(Words.count(figure.value()), figure);
  }

  private static Cell text(String text) {
    return new Cell(text, null);
  }
}
