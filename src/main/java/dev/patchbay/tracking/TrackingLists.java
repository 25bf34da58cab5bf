package dev.patchbay.tracking;

import dev.patchbay.tracking.RowList.Key;
import java.util.List;
import java.util.stream.Stream;

/** The rows that views open down to. */
public final class TrackingLists {

  /** Visits of the site. */
  public static final RowList<VisitRow> VISITS =
      new RowList<>(
          "visits",
          "visit r",
          VisitRow.class,
          List.of(new Key("at", "r.at", "timestamptz")),
          List.of(new Key("event", "r.event", "uuid")),
          Stream.concat(
                  origin(),
                  Stream.of(
                      Filter.text("landingPage", "r.landing_page", "The page they came to."),
                      Filter.text("device", "r.device", "Kind of device."),
                      Filter.id("customer", "r.customer", "Visits of this customer."),
                      Filter.id("lead", "r.lead", "Visits that led to this lead."),
                      Filter.yesNo(
                          "converted",
                          "r.lead is not null",
                          "r.lead is null",
                          "Whether a lead came of it."),
                      Filter.from("r.at"),
                      Filter.to("r.at")))
              .toList());

  /** Forms that visitors sent, as the site's script told. */
  public static final RowList<SubmissionRow> SUBMISSIONS =
      new RowList<>(
          "submissions",
          "submission r",
          SubmissionRow.class,
          List.of(new Key("at", "r.at", "timestamptz")),
          List.of(new Key("event", "r.event", "uuid")),
          Stream.concat(
                  origin(),
                  Stream.of(
                      Filter.text("landingPage", "r.landing_page", "The page they came to."),
                      Filter.text("page", "r.page", "Host and path of the form's page."),
                      Filter.text("form", "r.form", "What the site calls the form."),
                      Filter.text("device", "r.device", "Kind of device."),
                      Filter.id("customer", "r.customer", "Forms of this customer."),
                      Filter.id("lead", "r.lead", "Forms that arrived as this lead."),
                      Filter.from("r.at"),
                      Filter.to("r.at")))
              .toList());

  /** Sales. */
  public static final RowList<SaleRow> SALES =
      new RowList<>(
          "sales",
          "sale r",
          SaleRow.class,
          List.of(new Key("at", "r.at", "timestamptz"), Key.number("amount", "r.amount")),
          List.of(new Key("id", "r.id", "uuid")),
          Stream.concat(
                  origin(),
                  Stream.of(
                      Filter.text("connection", "r.connection", "The connection that told of it."),
                      Filter.id("customer", "r.customer", "Sales to this customer."),
                      Filter.id("lead", "r.lead", "Sales that came of this lead."),
                      Filter.from("r.at"),
                      Filter.to("r.at")))
              .toList());

  /** Touches before leads and sales; the period is that of the lead or sale. */
  public static final RowList<TouchRow> TOUCHES =
      new RowList<>(
          "touches",
          "touch r",
          TouchRow.class,
          List.of(new Key("conversionAt", "r.conversion_at", "timestamptz")),
          List.of(
              new Key("conversion", "r.conversion", "uuid"), new Key("number", "r.number", "int")),
          Stream.concat(
                  origin(),
                  Stream.of(
                      Filter.text("landingPage", "r.landing_page", "The page of the touch."),
                      Filter.text("conversionKind", "r.conversion_kind", "lead or sale."),
                      Filter.text("currency", "r.currency", "Of the sale, ISO 4217."),
                      Filter.text("keyword", "r.keyword", "By which search word."),
                      Filter.id("conversion", "r.conversion", "Touches before this one."),
                      Filter.id("customer", "r.customer", "Touches of this customer."),
                      Filter.from("r.conversion_at"),
                      Filter.to("r.conversion_at")))
              .toList());

  /** What campaigns cost, day by day. */
  public static final RowList<SpendRow> SPEND =
      new RowList<>(
          "spend",
          "spend r",
          SpendRow.class,
          List.of(new Key("day", "r.day", "date"), Key.number("amount", "r.amount")),
          List.of(
              new Key("connection", "r.connection", "text"),
              new Key("campaign", "r.campaign", "text"),
              new Key("day", "r.day", "date")),
          List.of(
              Filter.text("connection", "r.connection", "The ad platform's connection."),
              Filter.text("campaign", "r.campaign", "Of this campaign."),
              Filter.text("source", "r.source", "Where its visitors come from, such as google."),
              Filter.text("currency", "r.currency", "ISO 4217."),
              new Filter(
                  Parameter.time("from", "From this day on."),
                  (where, value, question) ->
                      where.and(
                          "r.day >= (? at time zone ?)::date", value, question.zone().getId())),
              new Filter(
                  Parameter.time("to", "Before this day."),
                  (where, value, question) ->
                      where.and(
                          "r.day < (? at time zone ?)::date", value, question.zone().getId()))));

  /** How fast pages were. */
  public static final RowList<PageSpeedRow> MEASUREMENTS =
      new RowList<>(
          "pages/measurements",
          "page_speed r",
          PageSpeedRow.class,
          List.of(new Key("at", "r.at", "timestamptz")),
          List.of(new Key("event", "r.event", "uuid")),
          List.of(
              Filter.text("page", "r.page", "Host and path of the page."),
              Filter.text("device", "r.device", "Kind of device."),
              new Filter(
                  Parameter.word("kind", "Of visitors (field) or of tests (lab).", "field", "lab"),
                  (where, value, question) ->
                      where.and(
                          value.equals("lab")
                              ? "r.kind = 'lab'"
                              : "r.kind is distinct from 'lab'")),
              Filter.id("customer", "r.customer", "Of this customer's visits."),
              Filter.from("r.at"),
              Filter.to("r.at")));

  private TrackingLists() {}

  private static Stream<Filter> origin() {
    return Stream.of(
        Filter.text("source", "r.source", "Where they came from, such as google."),
        Filter.text("medium", "r.medium", "By which means, such as cpc."),
        Filter.text("campaign", "r.campaign", "By which campaign."));
  }
}
