package dev.patchbay.connector;

import dev.patchbay.yaml.Field;
import dev.patchbay.yaml.Field.Type;
import dev.patchbay.yaml.KindNames;
import dev.patchbay.yaml.Shape;

/** The words of connector.yaml, as docs/spec/connector.md tells them. */
final class SheetShapes {

  static final KindNames KINDS =
      new KindNames(
          "connector.unknown-key",
          "connector.missing-key",
          "connector.wrong-type",
          "connector.bad-value");

  static final Shape RATE_LIMIT =
      Shape.of(
          "a rate limit",
          Field.of("requests", Type.INTEGER, "How many requests.").must().like("100"),
          Field.of("per", Type.DURATION, "In how long.").must().like("10s"));

  static final Shape PARAMETER =
      Shape.of(
          "a parameter",
          Field.text("title", "What people call it.").must(),
          Field.text("description", "Where to find it."),
          Field.text("type", "What a value looks like.")
              .oneOf("string", "integer", "boolean", "duration", "url"),
          Field.of("secret", Type.BOOLEAN, "Only by reference; never printed."),
          Field.of("inBody", Type.BOOLEAN, "The vendor takes this secret in a body only."),
          Field.of("required", Type.BOOLEAN, "Whether it must be there."),
          Field.text("default", "What it is when not written."),
          Field.of("choices", Type.TEXTS, "The only values allowed."),
          Field.text("example", "A value for the reference."));

  static final Shape OAUTH2 =
      Shape.of(
          "a sign-in",
          Field.text("token", "Parameter that holds the access token.").must().like("accessToken"),
          Field.text("tokenUrl", "Token endpoint; {name} stands for a parameter.")
              .must()
              .like("https://login.example.com/token"),
          Field.text("grant", "What is given for a token.")
              .oneOf("refresh-token", "client-credentials", "jwt-bearer"),
          Field.text("clientId", "Parameter with the client's id.").must().like("clientId"),
          Field.text("clientSecret", "Parameter with the client's secret."),
          Field.text("credential", "Parameter with the refresh token or assertion."),
          Field.text("authentication", "Where the client proves itself.").oneOf("body", "basic"),
          Field.of("lifetime", Type.DURATION, "How long a token holds if nobody says."),
          Field.of("ahead", Type.DURATION, "How long before its end it is replaced."));

  static final Shape HANDSHAKE =
      Shape.of(
          "a handshake",
          Field.text("verify", "Query field that must equal the parameter 'key'."),
          Field.text("key", "Parameter with the expected value."),
          Field.text("echo", "Query field whose value is answered."),
          Field.text("header", "Header of a POST that is answered with the same header."),
          Field.text("text", "Fixed answer."));

  static final Shape LOCATOR =
      Shape.of(
          "a place",
          Field.text("header", "Name of a request header."),
          Field.text("query", "Name of a query field."),
          Field.text("form", "Name of a form field."),
          Field.text("json", "JSON pointer into the body."));

  static final Shape ENTRIES =
      Shape.of(
          "signature entries",
          Field.text("separator", "Between entries.").must().like("','"),
          Field.text("assign", "Between name and value; absent where entries have no names."),
          Field.text("signature", "Name, or number, of the entries with signatures.")
              .must()
              .like("v1"),
          Field.text("timestamp", "Name, or number, of the entry with the time."),
          Field.text("key", "Name, or number, of the entry that names the key."),
          Field.text("within", "How the entries are enclosed.").oneOf("base64"));

  static final Shape SIGNATURE =
      Shape.of(
          "a signature",
          Field.text("scheme", "Kind of proof.")
              .must()
              .oneOf("hmac", "public-key", "jwt", "token", "none"),
          Field.text("header", "Header with the signature or token."),
          Field.text("query", "Query field with the signature or token."),
          Field.text("json", "JSON pointer to the signature or token."),
          Field.of("keys", Type.TEXTS, "Parameters with live keys."),
          Field.text("algorithm", "Hash, or kind of key pair.")
              .oneOf("sha1", "sha256", "sha512", "ed25519", "ecdsa-p256-sha256", "rsa-sha256"),
          Field.text("keyFormat", "How text becomes key bytes.")
              .oneOf("text", "base64", "hex", "whsec", "pem", "whpk"),
          Field.text("encoding", "How the signature is written.").oneOf("base64", "hex"),
          Field.text("prefix", "Text before the value."),
          Field.section("entries", "How a header is split.", ENTRIES),
          Field.text("signed", "Template of the signed bytes."),
          Field.section("id", "Where {id} stands.", LOCATOR),
          Field.section("timestamp", "Where {timestamp} stands.", LOCATOR),
          Field.text("timestampUnit", "Unit of the time.").oneOf("s", "ms"),
          Field.of("tolerance", Type.DURATION, "How far the time may be off."));

  static final Shape VENDOR =
      Shape.of(
          "the vendor's facts",
          Field.text("signs", "Whether it signs."),
          Field.text("resends", "Whether it sends again."),
          Field.text("orders", "Whether it keeps order."),
          Field.text("disablesOnFailure", "Whether it gives up on an address."),
          Field.text("maximumDelay", "How late it may be."),
          Field.text("notes", "Anything else."));

  static final Shape SWEEP =
      Shape.of(
          "a sweep",
          Field.text("kamelet", "Source Kamelet that asks.").must().like("my-forms-sweep-source"),
          Field.text("mapping", "JSLT file: answer to messages and the next question.")
              .must()
              .like("sweep.jslt"),
          Field.of("needs", Type.TEXTS, "Parameters without which there is no sweep."),
          Field.of("first", Type.DURATION, "How far back the first one goes."),
          Field.text("firstFrom", "Parameter that says it instead.").like("sweepFirst"),
          Field.of("lookback", Type.DURATION, "How far later ones overlap."),
          Field.of("grace", Type.DURATION, "How old something must be to be looked for."),
          Field.text("retryAfter", "Header that says when to come back.").like("Retry-After"));

  static final Shape SOURCE =
      Shape.of(
          "a source",
          Field.text("kind", "How messages arrive.").must().oneOf("webhook", "poll", "route"),
          Field.text("format", "What a body is.")
              .must()
              .oneOf(
                  "json", "json-repeats", "form", "multipart", "mail", "row", "text", "jwt", "any"),
          Field.of("events", Type.TEXTS, "What it can give.").must().like("[lead.submitted]"),
          Field.text("mapping", "JSLT file.").must().like("lead.jslt"),
          Field.text("mappingFrom", "Parameter that names the user's mapping file."),
          Field.text("kamelet", "Source Kamelet."),
          Field.section("handshake", "The vendor's check of the address.", HANDSHAKE),
          Field.text("script", "JavaScript file that sites include from the address."),
          Field.section("signature", "The one way it signs.", SIGNATURE),
          Field.sections("signatures", "The ways it may sign.", "[a-z][a-z0-9-]*", SIGNATURE),
          Field.text("signatureBy", "Parameter that picks one."),
          Field.section("sweep", "Catch-up read over pages.", SWEEP),
          Field.of("messageId", Type.ANY, "Where the vendor's id stands."),
          Field.of("duplicateWindow", Type.DURATION, "How long a body is a repeat."),
          Field.of("headers", Type.TEXTS, "Headers kept."),
          Field.section("rateLimit", "What a connection accepts.", RATE_LIMIT),
          Field.text("accepted", "Status for a stored message.").oneOf("200", "201", "202"),
          Field.section("vendor", "Facts for people.", VENDOR));

  static final Shape IDEMPOTENCY =
      Shape.of(
          "idempotency",
          Field.text("by", "How repeats are kept from counting.")
              .must()
              .oneOf("upsert", "header", "search", "none"),
          Field.text("key", "What it hangs on."));

  static final Shape BATCH =
      Shape.of(
          "a batch",
          Field.of("size", Type.INTEGER, "Most deliveries in one request.").must().like("100"),
          Field.text("list", "JSON pointer to the list that is joined.").must().like("/inputs"));

  static final Shape OUTCOME =
      Shape.of(
          "an outcome",
          Field.of("status", Type.ANY, "A number, a range or a list."),
          Field.text("when", "JSLT over status, headers and body."),
          Field.text("error", "A failure kind or an exception's simple name."),
          Field.text("code", "SQL state or SMTP status."),
          Field.text("is", "What it means.")
              .must()
              .oneOf("accepted", "retry", "fix-data", "fix-config"),
          Field.text("kind", "Stable name of the error."),
          Field.text("retryAfter", "Header that says when to come back."),
          Field.text("remedy", "What IT should do."));

  static final Shape SINK =
      Shape.of(
          "a sink",
          Field.text("title", "What it does.").must(),
          Field.of("events", Type.TEXTS, "What it accepts.").must().like("[lead]"),
          Field.text("kamelet", "Sink Kamelet."),
          Field.text("mapping", "JSLT file."),
          Field.text("mappingFrom", "Parameter that names the user's mapping file."),
          Field.text("answer", "What an accepted answer is.").oneOf("message"),
          Field.of("keeps", Type.TEXTS, "Fields of a person that the tool's record then has."),
          Field.of("removes", Type.BOOLEAN, "Whether it takes the person out of the tool."),
          Field.text("apart", "Parameter that names a place which is not read as well."),
          Field.section("batch", "How several go in one request.", BATCH),
          Field.section("sign", "How requests are signed.", SIGNATURE),
          Field.section("idempotency", "How repeats are kept from counting.", IDEMPOTENCY),
          Field.of("concurrency", Type.INTEGER, "Attempts under way at once."),
          Field.section("rateLimit", "What it accepts.", RATE_LIMIT),
          Field.of("timeout", Type.DURATION, "Per attempt."),
          Field.text("onDead", "What a dead delivery does to others.").oneOf("park", "block"),
          Field.of("outcomes", Type.ANY, "The outcome table."));

  static final Shape SHEET =
      Shape.of(
          "a connector sheet",
          Field.text("connector", "The folder's name.").must(),
          Field.text("title", "Name as the vendor writes it.").must(),
          Field.text("category", "Shelf of the catalog.")
              .must()
              .oneOf(
                  "forms", "mailbox", "crm", "email", "phone", "pos", "loyalty", "ads", "web",
                  "alerts", "generic"),
          Field.text("description", "One sentence.").must(),
          Field.of("links", Type.TABLE, "The vendor's pages."),
          Field.text("checked", "When the facts were last compared."),
          Field.sections("parameters", "What a stack may write.", "[a-z][A-Za-z0-9]*", PARAMETER),
          Field.section("oauth2", "How a connection gets its access token.", OAUTH2),
          Field.section("source", "How it tells us.", SOURCE),
          Field.sections("sinks", "How it can be told.", "[a-z][a-z0-9-]*", SINK));

  private SheetShapes() {}
}
