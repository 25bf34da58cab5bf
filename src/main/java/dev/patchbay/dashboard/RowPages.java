package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain lists that numbers open to: visits, sent forms, touches, sales, spend, measurements.
 */
final class RowPages implements PagePart {

  private enum Kind {
    TEXT,
    MOMENT,
    DAY,
    COUNT,
    SHARE,
    MONEY,
    MS,
    LEAD,
    CUSTOMER
  }

  private record Column(String field, String title, Kind kind) {}

  private record Listed(String list, String title, String about, List<Column> columns) {}

  /**
   * A cell as shown.
   *
   * @param value a number to add up, or {@code null}
   * @param moment whether it is a time or a day, which is not broken into lines
   */
  record Cell(
      String field,
      String title,
      String text,
      @Nullable String value,
      @Nullable String href,
      boolean number,
      boolean moment) {

    /** Whether it is the address of a page, which is broken into lines at its slashes. */
    public boolean isAddress() {
      return field.equals("page") || field.equals("landingPage");
    }
  }

  private static final Column SOURCE = new Column("source", "Source", Kind.TEXT);
  private static final Column MEDIUM = new Column("medium", "Medium", Kind.TEXT);
  private static final Column CAMPAIGN = new Column("campaign", "Campaign", Kind.TEXT);
  private static final Column CUSTOMER = new Column("customer", "Customer", Kind.CUSTOMER);
  private static final Column AT = new Column("at", "When", Kind.MOMENT);

  private static final List<Listed> LISTS =
      List.of(
          new Listed(
              "visits",
              "Visits",
              "Visits of the site, newest first.",
              List.of(
                  AT,
                  SOURCE,
                  MEDIUM,
                  CAMPAIGN,
                  new Column("landingPage", "Landing page", Kind.TEXT),
                  new Column("device", "Device", Kind.TEXT),
                  CUSTOMER,
                  new Column("lead", "Lead", Kind.LEAD))),
          new Listed(
              "submissions",
              "Forms sent",
              "Forms that visitors sent, as the site's script told, newest first. What arrived of one"
                  + " is linked where it names the visitor; what has no link may have arrived"
                  + " without.",
              List.of(
                  AT,
                  new Column("page", "On the page", Kind.TEXT),
                  new Column("form", "Form", Kind.TEXT),
                  SOURCE,
                  CAMPAIGN,
                  new Column("landingPage", "Landing page", Kind.TEXT),
                  new Column("device", "Device", Kind.TEXT),
                  CUSTOMER,
                  new Column("lead", "Arrived as", Kind.LEAD))),
          new Listed(
              "touches",
              "Touches",
              "Touches before leads and sales, and the share that each model credits them with.",
              List.of(
                  AT,
                  SOURCE,
                  CAMPAIGN,
                  new Column("conversionKind", "Before a", Kind.TEXT),
                  new Column("conversionAt", "On", Kind.MOMENT),
                  CUSTOMER,
                  new Column("first", "First touch", Kind.SHARE),
                  new Column("last", "Last touch", Kind.SHARE),
                  new Column("lastNonDirect", "Last not direct", Kind.SHARE),
                  new Column("linear", "Shared evenly", Kind.SHARE),
                  new Column("timeDecay", "Newer counts more", Kind.SHARE),
                  new Column("positionBased", "First and last", Kind.SHARE),
                  new Column("amount", "Of sale", Kind.MONEY))),
          new Listed(
              "sales",
              "Sales",
              "Sales, newest first, with the lead and the campaign they came of.",
              List.of(
                  AT,
                  new Column("connection", "Told by", Kind.TEXT),
                  SOURCE,
                  CAMPAIGN,
                  CUSTOMER,
                  new Column("lead", "Lead", Kind.LEAD),
                  new Column("amount", "Amount", Kind.MONEY),
                  new Column("refunded", "Refunded", Kind.MONEY))),
          new Listed(
              "spend",
              "Spend",
              "What campaigns cost day by day, as the ad platforms say.",
              List.of(
                  new Column("day", "Day", Kind.DAY),
                  new Column("connection", "Told by", Kind.TEXT),
                  SOURCE,
                  CAMPAIGN,
                  new Column("clicks", "Clicks", Kind.COUNT),
                  new Column("impressions", "Shown", Kind.COUNT),
                  new Column("amount", "Cost", Kind.MONEY))),
          new Listed(
              "pages/measurements",
              "Page loads",
              "How fast a page was, each time it was measured.",
              List.of(
                  AT,
                  new Column("page", "Page", Kind.TEXT),
                  new Column("device", "Device", Kind.TEXT),
                  new Column("lcpMs", "Painted after", Kind.MS),
                  new Column("formUsableMs", "Form usable after", Kind.MS),
                  new Column("inpMs", "Answers a tap in", Kind.MS),
                  new Column("ttfbMs", "Server answered in", Kind.MS),
                  CUSTOMER)));

  private final Times times;
  private final Money money = new Money();

  RowPages(Times times) {
    this.times = times;
  }

  @Override
  public List<PageRoute> routes() {
    return LISTS.stream()
        .map(
            listed ->
                PageRoute.get("/app/" + listed.list(), call -> rows(call, listed))
                    .framed(listed.title()))
        .toList();
  }

  private PageAnswer rows(PageCall call, Listed listed) throws RefusedException {
    Map<String, String> asked = Narrowing.of(call);
    String api = "/api/v1/" + listed.list();
    Map<String, String> whole = new HashMap<>(asked);
    whole.keySet().removeAll(List.of("limit", "after"));
    if ("csv".equals(call.text("format"))) {
      return call.csv(api, whole);
    }
    PageCall.Listing<JsonNode> page = call.list(api, asked, JsonNode.class);
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode row : page.rows()) {
      rows.add(listed.columns().stream().map(column -> cell(column, row)).toList());
    }
    whole.put("format", "csv");
    Map<String, Object> values = new HashMap<>();
    values.put("title", listed.title());
    values.put("about", listed.about());
    values.put("heads", listed.columns().stream().map(column -> cell(column, null)).toList());
    values.put("rows", rows);
    values.put("narrowed", Narrowing.words(asked, times));
    values.put("file", Links.of("/app/" + listed.list(), whole));
    values.put("more", page.later("/app/" + listed.list(), asked, "after"));
    return PageAnswer.html("rows", values);
  }

  /** A cell, or without a row the head of its column. */
  private Cell cell(Column column, @Nullable JsonNode row) {
    boolean number =
        switch (column.kind()) {
          case COUNT, SHARE, MONEY, MS -> true;
          default -> false;
        };
    JsonNode value = row == null ? null : row.get(column.field());
    if (row == null || value == null || value.isNull()) {
      String text = row == null ? column.title() : "–";
      return new Cell(column.field(), column.title(), text, null, null, number, false);
    }
    String text = value.asText();
    return switch (column.kind()) {
      case LEAD -> link(column, "Lead", "/app/leads/" + text);
      case CUSTOMER -> link(column, "Customer", "/app/customers/" + text);
      case MOMENT -> shown(column, times.at(Instant.parse(text)), null);
      case DAY -> shown(column, times.day(LocalDate.parse(text)), null);
      case COUNT -> shown(column, money.count(value.asLong()), text);
      case SHARE -> shown(column, String.format(Locale.US, "%.2f", value.asDouble()), text);
      case MONEY ->
          shown(column, money.of(value.asLong(), row.path("currency").asText(null)), text);
      case MS -> shown(column, times.span(Math.round(value.asDouble())), text);
      case TEXT -> shown(column, text, null);
    };
  }

  private static Cell shown(Column column, String text, @Nullable String value) {
    boolean moment = column.kind() == Kind.MOMENT || column.kind() == Kind.DAY;
    return new Cell(column.field(), column.title(), text, value, null, value != null, moment);
  }

  private static Cell link(Column column, String text, String href) {
    return new Cell(column.field(), column.title(), text, null, href, false, false);
  }
}
