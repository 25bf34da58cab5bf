package dev.patchbay.stack;

import dev.patchbay.yaml.Field;
import dev.patchbay.yaml.Field.Type;
import dev.patchbay.yaml.KindNames;
import dev.patchbay.yaml.Shape;

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
          Field.section("expect", "How often it should be heard from.", EXPECT),
          Field.section("lane", "How deliveries to it are sent.", LANE));

  /** A flow. */
  public static final Shape FLOW =
      Shape.of(
          "a flow",
          Field.of("from", Type.TEXTS, "Connections whose events it carries.")
              .must()
              .like("[website-form, front-desk]"),
          Field.of(
                  "events",
                  Type.TEXTS,
                  "Types it carries, or the part before the dot for all of a kind; every type when"
                      + " absent.")
              .like("[lead, call]"),
          Field.text(
                  "where", "JSLT condition over the event's data; it is carried when this is true.")
              .like("'.consent.email == \"granted\"'"),
          Field.of("to", Type.TEXTS, "Connections it delivers to.").must().like("[crm]"),
          Field.text("action", "Which sink of the destination takes the events.").like("remove"),
          Field.of("within", Type.DURATION, "Target for the time from receipt to being accepted.")
              .like("60s"));

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
          Field.sections("connections", "Connections by name.", NAMES, CONNECTION).must(),
          Field.sections("flows", "Flows by name.", NAMES, FLOW));

  private StackShapes() {}
}
