package dev.patchbay.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes up what vendors send, in their shapes; the same seed makes the same people and words. */
final class TrafficMaker {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double RETURNING = 0.3;
  private static final int REMEMBERED = 50;
  private static final List<String> CAMPAIGNS =
      List.of("autumn-catering", "office-breakfast", "wedding-fair", "beans-by-mail");
  private static final List<String> WISHES =
      List.of(
          "Breakfast for 30 people next Tuesday?",
          "Do you rent out the roastery for an evening?",
          "We need coffee for a two-day fair.",
          "Oat milk for half of us, please call before noon.");

  private final RandomGenerator chance;
  private final InstantSource clock;
  private final List<Person> known = new ArrayList<>();
  private int people;
  private int made;

  TrafficMaker(RandomGenerator chance, InstantSource clock) {
    this.chance = chance;
    this.clock = clock;
  }

  /** A catering request by form. */
  Sent form() {
    Person person = person();
    ObjectNode body =
        JSON.createObjectNode().put("event_id", id("form")).put("event_type", "form_response");
    ObjectNode response = body.putObject("form_response");
    String token = hex(16);
    String time = clock.instant().toString();
    response.put("form_id", "hC8bQ2xZ").put("token", token);
    response.put("landed_at", time).put("submitted_at", time);
    response
        .putObject("hidden")
        .put("utm_source", "google")
        .put("utm_medium", "cpc")
        .put("utm_campaign", pick(CAMPAIGNS))
        .put("gclid", "made-up-" + hex(8));
    ObjectNode definition =
        response.putObject("definition").put("id", "hC8bQ2xZ").put("title", "Catering request");
    var fields = definition.putArray("fields");
    var answers = response.putArray("answers");
    String[][] asked = {
      {"f1", "short_text", "What is your name?", "text", person.fullName()},
      {"f2", "email", "Where can we write to you?", "email", person.email()},
      {"f3", "phone_number", "Best number to reach you", "phone_number", person.phone()},
      {"f4", "long_text", "What can we do for you?", "text", pick(WISHES)}
    };
    for (String[] field : asked) {
      fields.addObject().put("id", field[0]).put("type", field[1]).put("title", field[2]);
      ObjectNode answer = answers.addObject().put("type", field[3]).put(field[3], field[4]);
      answer.putObject("field").put("id", field[0]).put("type", field[1]);
    }
    return webhook("website-form", "typeform", token, person.email(), null, true, body);
  }

  /** A tracked call that has ended. */
  Sent call() {
    Person person = person();
    long id = 900_000_000L + ++made;
    String time = clock.instant().toString();
    ObjectNode body = JSON.createObjectNode().put("id", id).put("resource_id", "CAL" + hex(16));
    body.put("answered", chance.nextDouble() < 0.8).put("direction", "inbound");
    body.put("customer_name", person.fullName()).put("customer_phone_number", person.phone());
    body.put("customer_city", "Chicago").put("customer_state", "IL").put("customer_country", "US");
    body.put("business_phone_number", "+13125550100").put("tracking_phone_number", "+13125550188");
    body.put("duration", Integer.toString(20 + chance.nextInt(400))).put("voicemail", false);
    body.put("first_call", true).put("start_time", time).put("created_at", time);
    body.put("utm_source", "google").put("utm_medium", "cpc").put("utm_campaign", pick(CAMPAIGNS));
    return webhook("front-desk", "callrail", Long.toString(id), null, person.phone(), false, body);
  }

  /** A payment at the till that has gone through. */
  Sent sale() {
    Person person = person();
    String id = "pay" + hex(11);
    String time = clock.instant().toString();
    ObjectNode body = JSON.createObjectNode().put("merchant_id", "MLEXAMPLE0001");
    body.put("type", "payment.updated").put("event_id", id("sale")).put("created_at", time);
    ObjectNode data = body.putObject("data").put("type", "payment").put("id", id);
    ObjectNode payment = data.putObject("object").putObject("payment").put("id", id);
    payment.put("created_at", time).put("updated_at", time).put("status", "COMPLETED");
    long cents = 450 + chance.nextInt(60_000);
    for (String amount : List.of("amount_money", "total_money", "approved_money")) {
      payment.putObject(amount).put("amount", cents).put("currency", "USD");
    }
    payment.put("source_type", "CARD").put("location_id", "LEXAMPLE0001");
    payment
        .put("order_id", "ord" + hex(11))
        .put("customer_id", "CUS" + person.phone().substring(1));
    payment.put("buyer_email_address", person.email()).put("version", 4);
    return webhook("till", "square", id, person.email(), null, false, body);
  }

  /** A mail of the old site's form, whole, and what must come of it. */
  Mail mail() {
    Person person = person();
    String id = "cf7-" + hex(8) + "@harborcoffee.example";
    String text =
        """
        From: Harbor Coffee <wordpress@harborcoffee.example>
        To: %s
        Reply-To: %s
        Subject: Harbor Coffee "Catering"
        Date: %s
        Message-ID: <%s>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=UTF-8

        From: %s <%s>
        Subject: Catering

        Message Body:
        %s

        --
        This e-mail was sent from a contact form on Harbor Coffee (https://harborcoffee.example)
        """
            .formatted(
                SandboxMail.LEADS,
                person.email(),
                DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC)),
                id,
                person.fullName(),
                person.email(),
                pick(WISHES));
    return new Mail(
        text.replace("\n", "\r\n"), new Sent("mailbox", id, person.email(), null, true, null));
  }

  /** The caller of a call that the kitchen's own exchange recorded. */
  Person caller() {
    return person();
  }

  /** A mail and what must come of it. */
  record Mail(String text, Sent sent) {}

  private Instant now() {
    return clock.instant();
  }

  private Sent webhook(
      String connection,
      String connector,
      String subject,
      @org.jspecify.annotations.Nullable String email,
      @org.jspecify.annotations.Nullable String phone,
      boolean alerted,
      ObjectNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return new Sent(connection, subject, email, phone, alerted, new Sent.Webhook(connector, bytes));
  }

  private Person person() {
    if (!known.isEmpty() && chance.nextDouble() < RETURNING) {
      return known.get(chance.nextInt(known.size()));
    }
    Person fresh = Person.number(people++, chance);
    known.add(fresh);
    if (known.size() > REMEMBERED) {
      known.remove(0);
    }
    return fresh;
  }

  private String id(String kind) {
    return new UUID(chance.nextLong(), kind.hashCode() * 31L + ++made).toString();
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    chance.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  private String pick(List<String> choices) {
    return choices.get(chance.nextInt(choices.size()));
  }
}
