package dev.patchbay.stack;

import dev.patchbay.connector.Category;
import dev.patchbay.yaml.Field;
import dev.patchbay.yaml.Field.Type;
import dev.patchbay.yaml.KindNames;
import dev.patchbay.yaml.Shape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The keys of stack.yaml: the reader, the reference and the JSON Schema all come from here. */
public final class StackShapes {

  /** What names of connections and flows look like. */
  public static final String NAMES = "[a-z][a-z0-9-]*";

  static final KindNames KINDS =
      new KindNames(
          "stack.unknown-key", "stack.missing-key", "stack.wrong-type", "stack.bad-value");

  private static final Shape EXPECT =
      Shape.of(
          "an expectation",
          Field.of("every", Type.DURATION, "How often something should be heard from it.")
              .must()
              .like("12h"),
          Field.text("during", "When that holds: days and hours in the stack's time zone.")
              .like("\"Mon-Sat 08:00-18:00\""));

  private static final Shape RATE_LIMIT =
      Shape.of(
          "a rate limit",
          Field.of("requests", Type.INTEGER, "How many requests.").must().like("100"),
          Field.of("per", Type.DURATION, "In how long.").must().like("10s"));

  private static final Shape LANE =
      Shape.of(
          "a lane",
          Field.of("concurrency", Type.INTEGER, "How many deliveries may be under way at once.")
              .like("4"),
          Field.section(
              "rateLimit", "How much is sent at most, in place of the connector's.", RATE_LIMIT));

  /** A connection. */
  public static final Shape CONNECTION =
      Shape.of(
          "a connection",
          Field.text("connector", "Name of the connector this connection is an instance of.")
              .must()
              .like("my-forms"),
          Field.of(
                  "with",
                  Type.TABLE,
                  "Values of the connector's parameters; secrets only as ${env:NAME} or"
                      + " ${file:PATH}. A webhook that nobody signs needs `unsigned: true`.")
              .like("{secret: \"${env:FORM_SECRET}\"}"),
          Field.of(
                  "fields",
                  Type.TABLE,
                  "Which form field is which: a canonical field to the form's own label.")
              .like("{phone: \"Best number to reach you\"}"),
          Field.text(
                  "category",
                  "What it is to the business, where its connector cannot tell, such as a CRM that"
                      + " is a database.")
              .oneOf(
                  Stream.of(Category.values())
                      .map(category -> category.name().toLowerCase(Locale.ROOT))
                      .toArray(String[]::new)),
          Field.section("expect", "How often it should be heard from.", EXPECT),
          Field.section("lane", "How deliveries to it are sent.", LANE));

  /** A flow. */
  public static final Shape FLOW =
      Shape.of(
          "a flow",
          Field.of(
                  "from",
                  Type.TEXTS,
                  "Connections whose events it carries; `patchbay` for what the hub itself tells.")
              .must()
              .like("[website-form, front-desk]"),
          Field.of(
                  "events",
                  Type.TEXTS,
                  "Types it carries, or the part before the dot for all of a kind but"
                      + " `contact.removed`, which is named in full; every type when absent.")
              .like("[lead, call]"),
          Field.text(
                  "where", "JSLT condition over the event's data; it is carried when this is true.")
              .like("'.consent.email == \"granted\"'"),
          Field.of("to", Type.TEXTS, "Connections it delivers to.").must().like("[crm]"),
          Field.text("action", "Which sink of the destination takes the events.").like("remove"),
          Field.of("within", Type.DURATION, "Target for the time from receipt to being accepted.")
              .like("60s"));

  private static final Shape IDENTITY =
      Shape.of(
          "identity rules",
          Field.of("sharedPhones", Type.TEXTS, "Phones of many people: they never join two people.")
              .like("[\"+13125550100\"]"),
          Field.of("blocked", Type.TEXTS, "E-mail addresses and phones that are never a customer.")
              .like("[spam@example.com]"),
          Field.of(
                  "roles",
                  Type.TEXTS,
                  "Mailbox names of a role beside the usual (info, sales, office and so on).")
              .like("[catering]"),
          Field.of(
                  "most",
                  Type.INTEGER,
                  "Most e-mail addresses and phones one customer may come to have by merging; 12"
                      + " when absent.")
              .like("12"));

  private static final Shape ANSWER =
      Shape.of(
          "an answer target",
          Field.of("within", Type.DURATION, "Longest time to the first human touch.")
              .must()
              .like("5m"),
          Field.text("during", "When somebody is there: days and hours in the stack's time zone.")
              .like("\"Mon-Fri 08:00-18:00\""));

  private static final Shape NUMBER =
      Shape.of(
          "a tracking number",
          Field.text("source", "Where it was printed.").like("google"),
          Field.text("medium", "Kind of advertising.").like("cpc"),
          Field.text("campaign", "Name of the campaign.").like("spring"),
          Field.text("keyword", "Search word.").like("\"roof repair\""));

  /** The stages a lead can be put in by the name of a deal's stage. */
  static final List<String> STAGES = List.of("contacted", "qualified", "quoted", "won", "lost");

  private static final Shape STAGE_NAMES =
      Shape.of(
          "names of deal stages",
          STAGES.stream()
              .map(
                  stage ->
                      Field.of(stage, Type.TEXTS, "Deal stages that mean %s.".formatted(stage))
                          .like("[closed%s]".formatted(stage)))
              .toArray(Field[]::new));

  private static final Shape SPAM =
      Shape.of(
          "spam rules",
          Field.of(
                  "quarantine",
                  Type.INTEGER,
                  "Score, 1 to 100, from which a lead waits for a person; 80 when absent.")
              .like("80"),
          Field.of("words", Type.TEXTS, "Words that make a lead suspect.").like("[backlinks]"));

  private static final Shape LEADS =
      Shape.of(
          "lead rules",
          Field.of(
                  "within",
                  Type.DURATION,
                  "One person's contacts within this long are one lead; 24h when absent.")
              .like("24h"),
          Field.of(
                  "sameCall",
                  Type.DURATION,
                  "Two systems' calls of one caller that begin within this are one call; 2m when"
                      + " absent.")
              .like("2m"),
          Field.section("answer", "Target for the first human touch.", ANSWER),
          Field.sections(
              "numbers",
              "Tracking numbers in E.164, and what each was printed for.",
              "\\+[1-9][0-9]{5,14}",
              NUMBER),
          Field.section("stages", "What the CRM's deal stages mean.", STAGE_NAMES),
          Field.section("spam", "When a lead is held back as spam.", SPAM),
          Field.of(
                  "lookback",
                  Type.DURATION,
                  "Touches older than this at a conversion get no credit; 90d when absent.")
              .like("90d"));

  private static final Shape REPORT =
      Shape.of(
          "a weekly report",
          Field.text(
                  "at",
                  "When the report of the week before is told, in the stack's time zone; Mon 08:00"
                      + " when absent. A flow of report.weekly from patchbay carries it.")
              .like("\"Mon 08:00\""));

  private static final Shape RETENTION =
      Shape.of(
          "a retention",
          Field.of(
                  "payloads",
                  Type.DURATION,
                  "How long processed messages keep body, headers and address, 1d or more; for good"
                      + " when absent. Events stay; what waits or could not be read keeps all.")
              .like("90d"));

  /** The whole file. */
  public static final Shape STACK =
      Shape.of(
          "a stack",
          Field.text("stack", "Name of the stack.").must().like("harbor-coffee"),
          Field.text("region", "Default region of phone numbers, ISO 3166-1; US when absent.")
              .like("US"),
          Field.text("timezone", "Time zone of the business; UTC when absent.")
              .like("America/Chicago"),
          Field.text(
                  "publicUrl",
                  "The address vendors know us by; signed addresses are checked against it.")
              .like("https://hooks.example.com"),
          Field.of(
                  "allowedHosts",
                  Type.TEXTS,
                  "Hosts outside the public internet that sinks may call all the same.")
              .like("[localhost]"),
          Field.of(
                  "truth",
                  Type.TABLE,
                  "Whose word on a person wins: a field to a connection; else the newest checked"
                      + " word.")
              .like("{name: crm, phone: till}"),
          Field.section("identity", "Who is who.", IDENTITY),
          Field.section("leads", "How leads are counted.", LEADS),
          Field.section("report", "The weekly report.", REPORT),
          Field.section("retention", "How long what is kept.", RETENTION),
          Field.sections("connections", "Connections by name.", NAMES, CONNECTION).must(),
          Field.sections("flows", "Flows by name.", NAMES, FLOW));

  private StackShapes() {}
}
