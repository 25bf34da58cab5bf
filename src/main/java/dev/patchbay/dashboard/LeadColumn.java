package dev.patchbay.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column that the list of calls and leads can show. */
enum LeadColumn {
  CHANNEL("Channel", null, true, (lead, now) -> Cell.text(LeadWords.how(lead))),
  STATUS("Status", null, true, LeadColumn::status),
  ANSWER("Answered after", "touch", true, LeadColumn::answer),
  SOURCE("Source", null, true, (lead, now) -> Cell.text(lead.source())),
  CAMPAIGN("Campaign", null, true, (lead, now) -> Cell.text(lead.campaign())),
  SALE("Sale", "sale", true, (lead, now) -> Cell.money(lead.saleAmount(), lead.currency())),
  QUOTE("Quote", null, false, (lead, now) -> Cell.money(lead.quoteAmount(), lead.currency())),
  EMAIL("E-mail", null, false, (lead, now) -> Cell.text(lead.email())),
  PHONE("Phone", null, false, (lead, now) -> Cell.text(lead.phone())),
  COMPANY("Company", null, false, (lead, now) -> Cell.text(lead.company())),
  MESSAGE("Message", null, false, (lead, now) -> Cell.text(shortened(lead.message()))),
  MEDIUM("Medium", null, false, (lead, now) -> Cell.text(lead.medium())),
  KEYWORD("Keyword", null, false, (lead, now) -> Cell.text(lead.keyword())),
  PAGE("Landing page", null, false, (lead, now) -> Cell.text(lead.landingPage())),
  CONNECTION("Connection", null, false, (lead, now) -> Cell.text(lead.connection())),
  AGENT("Taken by", null, false, (lead, now) -> Cell.text(lead.agent())),
  DURATION(
      "Call length",
      null,
      false,
      (lead, now) -> Cell.span(lead.durationS() == null ? null : lead.durationS() * 1_000L)),
  FIRST("First time", null, false, (lead, now) -> Cell.text(lead.firstTime() ? "yes" : "no")),
  CAPTURE("Heard after", "capture", false, (lead, now) -> Cell.span(lead.captureMs())),
  PIPELINE("First try after", "pipeline", false, (lead, now) -> Cell.span(lead.pipelineMs())),
  WRITE("Written in", "write", false, (lead, now) -> Cell.span(lead.writeMs())),
  DELIVERY("In the CRM after", "delivery", false, (lead, now) -> Cell.span(lead.deliveryMs())),
  SPAM("Spam score", null, false, (lead, now) -> Cell.number(lead.spamScore()));

  /**
   * What stands in a cell.
   *
   * @param kind {@code text}, {@code tag}, {@code span}, {@code money}, {@code number} or {@code
   *     waiting}
   * @param level of a tag, as {@code ok}, {@code warn} or {@code bad}
   */
  record Cell(
      String kind,
      @Nullable String text,
      String level,
      @Nullable Long number,
      @Nullable Instant at) {

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
      return (text == null || text.isEmpty()) && number == null && at == null;
    }

    static Cell text(@Nullable String text) {
      return new Cell("text", text, "", null, null);
    }

    static Cell span(@Nullable Long ms) {
      return new Cell("span", null, "", ms, null);
    }

    static Cell number(long number) {
      return new Cell("number", null, "", number, null);
    }

    static Cell money(@Nullable Long minor, @Nullable String currency) {
      return new Cell("money", currency, "", minor, null);
    }
  }

  private static final int SHORT = 120;

  private final String title;
  private final @Nullable String sort;
  private final boolean usual;
  private final BiFunction<LeadLine, Instant, Cell> cell;

  LeadColumn(
      String title,
      @Nullable String sort,
      boolean usual,
      BiFunction<LeadLine, Instant, Cell> cell) {
    this.title = title;
    this.sort = sort;
    this.usual = usual;
    this.cell = cell;
  }

  /** As addresses name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its heading. */
  public String title() {
    return title;
  }

  /** By what the API sorts as it does, or {@code null}. */
  public @Nullable String sort() {
    return sort;
  }

  /** Whether its cells are numbers. */
  public boolean isNumber() {
    return this == SALE || this == QUOTE || this == SPAM;
  }

  Cell cell(LeadLine lead, Instant now) {
    return cell.apply(lead, now);
  }

  /** Those that are shown where nobody chose. */
  static List<LeadColumn> usual() {
    return Arrays.stream(values()).filter(column -> column.usual).toList();
  }

  /** Those of these words, in the order of this table; words that are none are passed over. */
  static List<LeadColumn> of(List<String> words) {
    List<String> chosen = new ArrayList<>();
    words.forEach(word -> chosen.addAll(List.of(word.split(","))));
    return Arrays.stream(values()).filter(column -> chosen.contains(column.word())).toList();
  }

  static String words(List<LeadColumn> columns) {
    return columns.stream().map(LeadColumn::word).collect(Collectors.joining(","));
  }

  private static Cell status(LeadLine lead, Instant now) {
    return new Cell("tag", lead.status(), LeadWords.level(lead.status()), null, null);
  }

  private static Cell answer(LeadLine lead, Instant now) {
    boolean late = lead.isLate(now);
    if (lead.isWaiting()) {
      return new Cell(
          "waiting",
          late ? "past target" : "",
          late ? "bad" : "",
          Math.max(0, Duration.between(lead.receivedAt(), now).toMillis()),
          lead.receivedAt());
    }
    return new Cell("span", late ? "late" : null, "", lead.touchMs(), null);
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= SHORT ? text : text.substring(0, SHORT) + "\u2026";
  }

  /** A row of the list; {@code state} is another one when anything that is shown changed. */
  record Row(LeadLine lead, String who, List<Shown> cells, String state) {}

  /** A cell below its heading. */
  record Shown(LeadColumn column, Cell cell) {}

  static Row row(LeadLine lead, List<LeadColumn> columns, Instant now) {
    List<Shown> cells =
        columns.stream().map(column -> new Shown(column, column.cell(lead, now))).toList();
    return new Row(
        lead,
        lead.who(),
        cells,
        Integer.toHexString(Objects.hash(lead, lead.isLate(now), words(columns))));
  }
}
