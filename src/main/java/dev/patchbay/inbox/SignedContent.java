package dev.patchbay.inbox;

import dev.patchbay.connector.Signature;
import dev.patchbay.mapping.Digests;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes a signature covers: a template filled from a request. */
final class SignedContent {

  private static final Pattern WORD = Pattern.compile("\\{([a-z-]+)}");
  private static final String BODY_HASH = "bodySHA256";

  private final String template;
  private final SignedRequest request;
  private final RequestFields fields;
  private final String id;
  private final String timestamp;

  SignedContent(
      Signature spec, SignedRequest request, RequestFields fields, String id, String timestamp) {
    this.template = spec.signed();
    this.request = request;
    this.fields = fields;
    this.id = id;
    this.timestamp = timestamp;
  }

  /**
   * Addresses the vendor may have signed: as we know it, with or without the port, and with the
   * escapes undone that some vendors undo. Where no address is signed, just one.
   */
  List<String> urls() {
    String url = request.url();
    if (!template.contains("url}")) {
      return List.of(url);
    }
    List<String> urls = new ArrayList<>();
    urls.add(url);
    String other = otherPort(url);
    if (!other.equals(url)) {
      urls.add(other);
    }
    String unescaped = unescape(url);
    if (!unescaped.equals(url)) {
      urls.add(unescaped);
    }
    return urls;
  }

  /** The bytes, with {@code url} as the address. */
  byte[] bytes(String url) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.body().length + 128);
    feed(bytes::writeBytes, url);
    return bytes.toByteArray();
  }

  /** Feeds the bytes to {@code mac}, with {@code url} as the address. */
  void feed(Consumer<byte[]> mac, String url) {
    Matcher word = WORD.matcher(template);
    int from = 0;
    while (word.find()) {
      text(mac, template.substring(from, word.start()));
      switch (word.group(1)) {
        case "body" -> mac.accept(request.body());
        case "url" -> text(mac, url);
        case "bare-url" -> text(mac, url.split("\\?", 2)[0]);
        case "method" -> text(mac, request.method());
        case "id" -> text(mac, id);
        case "timestamp" -> text(mac, timestamp);
        case "sorted-form" -> text(mac, sortedForm());
        default -> text(mac, word.group());
      }
      from = word.end();
    }
    text(mac, template.substring(from));
  }

  /**
   * Whether the body is covered by its hash in the signed address, where the form is signed but the
   * body is not a form.
   */
  boolean bodyHashHolds() {
    List<String> stated = fields.query().get(BODY_HASH);
    if (stated == null || !template.contains("{sorted-form}")) {
      return true;
    }
    String hash = HexFormat.of().formatHex(Digests.sha256(request.body()));
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), stated.get(0).getBytes(StandardCharsets.UTF_8));
  }

  private String sortedForm() {
    if (fields.query().containsKey(BODY_HASH)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> field : new TreeMap<>(fields.form()).entrySet()) {
      for (String value : new TreeSet<>(field.getValue())) {
        text.append(field.getKey()).append(value);
      }
    }
    return text.toString();
  }

  private static void text(Consumer<byte[]> mac, String text) {
    mac.accept(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String otherPort(String url) {
    Matcher parts = Pattern.compile("^(https?)://([^/?#:]+)(:\\d+)?(.*)$").matcher(url);
    if (!parts.matches()) {
      return url;
    }
    String port = parts.group(1).equals("https") ? ":443" : ":80";
    return parts.group(1)
        + "://"
        + parts.group(2)
        + (parts.group(3) == null ? port : "")
        + parts.group(4);
  }

  private static String unescape(String url) {
    Matcher escape =
        Pattern.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", Pattern.CASE_INSENSITIVE)
            .matcher(url);
    return escape.replaceAll(
        found -> Matcher.quoteReplacement("" + (char) Integer.parseInt(found.group(1), 16)));
  }
}
