package dev.patchbay.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.mapping.HtmlText;
import dev.patchbay.mapping.Times;
import dev.patchbay.mapping.Urls;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads RFC 822 mails: what they say, and the fields a form wrote into them. */
final class MailBody {

  private static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_PARTS = 200;

  private final List<String> texts = new ArrayList<>();
  private final List<String> htmls = new ArrayList<>();
  private @Nullable MimePart attached;
  private int parts;

  private MailBody() {}

  static JsonNode read(byte[] body, Map<String, String> headers) throws UnreadableBodyException {
    if (body.length > MAX_BYTES) {
      throw tooComplex("The mail is longer than " + MAX_BYTES + " bytes");
    }
    String mail = new String(body, StandardCharsets.ISO_8859_1);
    MimePart root = MimePart.read(mail, 0, mail.length());
    if (root.headers().isEmpty()) {
      throw new UnreadableBodyException(
          "body.not-mail",
          "The body is no mail.",
          "Check the format in the connector's sheet; a mail begins with its headers.");
    }
    MailBody content = new MailBody();
    content.collect(root, 0);
    return content.json(root, headers.get("uid"));
  }

  static UnreadableBodyException tooComplex(String what) {
    return new UnreadableBodyException(
        "mail.too-complex",
        what + ".",
        "Forms send no such mail: look at it in the mailbox. Limits: depth %d, %d parts, %d bytes."
            .formatted(MAX_DEPTH, MAX_PARTS, MAX_BYTES),
        true);
  }

  private void collect(MimePart part, int depth) throws UnreadableBodyException {
    if (depth > MAX_DEPTH) {
      throw tooComplex("The mail is nested deeper than " + MAX_DEPTH);
    }
    if (++parts > MAX_PARTS) {
      throw tooComplex("The mail has more than " + MAX_PARTS + " parts");
    }
    String type = part.type();
    if (type.startsWith("multipart/")) {
      collectParts(part, depth);
    } else if (type.equals("message/rfc822")) {
      MimePart inner = MimePart.read(part.mail(), part.from(), part.to());
      attached = attached == null ? inner : attached;
      collect(inner, depth + 1);
    } else if (!part.isAttachment() && type.equals("text/html")) {
      htmls.add(part.text());
    } else if (!part.isAttachment() && type.startsWith("text/")) {
      texts.add(part.text());
    }
  }

  private void collectParts(MimePart part, int depth) throws UnreadableBodyException {
    String boundary = part.parameter("boundary");
    if (boundary == null || boundary.isEmpty()) {
      return;
    }
    String mark = "--" + boundary;
    String mail = part.mail();
    int at = mark(mail, mark, part.from(), part.to());
    while (at >= 0 && !mail.startsWith("--", at + mark.length())) {
      int start = mail.indexOf('\n', at + mark.length());
      if (start < 0 || start >= part.to()) {
        return;
      }
      int next = mark(mail, mark, start, part.to());
      collect(MimePart.read(mail, start + 1, next < 0 ? part.to() : next), depth + 1);
      at = next;
    }
  }

  /** Where a line begins with the mark, or -1. */
  private static int mark(String mail, String mark, int from, int to) {
    int at = mail.indexOf(mark, from);
    while (at >= 0 && at < to && at > from && mail.charAt(at - 1) != '\n') {
      at = mail.indexOf(mark, at + 1);
    }
    return at >= to ? -1 : at;
  }

  private JsonNode json(MimePart root, @Nullable String uid) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    InternetAddress from = address(root.header("from"));
    InternetAddress replyTo = address(root.header("reply-to"));
    put(json, "from", from == null ? null : from.getAddress());
    put(json, "fromName", from == null ? null : from.getPersonal());
    put(json, "replyTo", replyTo == null ? null : replyTo.getAddress());
    put(json, "to", addresses(root.header("to")));
    put(json, "subject", root.header("subject"));
    Instant date = Times.parse(root.header("date"), null);
    put(json, "date", date == null ? null : date.toString());
    put(json, "messageId", root.header("message-id"));
    put(json, "uid", uid);
    String subject = root.header("subject");
    boolean forwarded = MailText.isForward(subject);
    String html = String.join("\n", htmls);
    MailText.Own own = MailText.read(String.join("\n", texts), forwarded);
    String text = own.text();
    Map<String, String> head = own.head();
    put(json, "text", text);
    put(json, "html", html);
    List<LabeledValue> fields = LabeledLines.read(text);
    if (fields.size() < 2 && !html.isEmpty()) {
      List<LabeledValue> inTables = HtmlFields.read(html);
      String visible = HtmlText.of(html);
      MailText.Own seen = MailText.read(visible == null ? "" : visible, forwarded);
      head = head.isEmpty() ? seen.head() : head;
      List<LabeledValue> inLines = LabeledLines.read(seen.text());
      List<LabeledValue> better = inTables.size() >= inLines.size() ? inTables : inLines;
      fields = better.size() > fields.size() ? better : fields;
    }
    ArrayNode list = json.putArray("fields");
    fields.forEach(
        field -> list.addObject().put("label", field.label()).put("value", field.value()));
    forwarded(json, head);
    ObjectNode headers = json.putObject("headers");
    root.headers()
        .forEach(
            (name, values) ->
                values.forEach(value -> Urls.add(headers, name, MimePart.decoded(value))));
    return json;
  }

  /** Of the mail that is forwarded: as an attachment, or within the text. */
  private void forwarded(ObjectNode json, Map<String, String> head) {
    MimePart part = attached;
    if (part == null && head.isEmpty()) {
      return;
    }
    ObjectNode original = json.putObject("forwarded");
    InternetAddress from = address(part == null ? head.get("from") : part.header("from"));
    InternetAddress replyTo =
        address(part == null ? head.get("reply-to") : part.header("reply-to"));
    put(original, "from", from == null ? null : from.getAddress());
    put(original, "fromName", from == null ? null : from.getPersonal());
    put(original, "replyTo", replyTo == null ? null : replyTo.getAddress());
    put(original, "subject", part == null ? head.get("subject") : part.header("subject"));
    put(original, "date", part == null ? head.get("date") : part.header("date"));
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      json.put(name, value);
    }
  }

  private static @Nullable String addresses(@Nullable String header) {
    return header == null
        ? null
        : Arrays.stream(parsed(header))
            .map(InternetAddress::getAddress)
            .filter(address -> address != null)
            .collect(Collectors.joining(", "));
  }

  private static @Nullable InternetAddress address(@Nullable String header) {
    InternetAddress[] all = header == null ? new InternetAddress[0] : parsed(header);
    return all.length == 0 ? null : all[0];
  }

  private static InternetAddress[] parsed(String header) {
    try {
      return InternetAddress.parseHeader(header, false);
    } catch (AddressException | RuntimeException e) {
      return new InternetAddress[0];
    }
  }
}
