package dev.patchbay.fault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed form submissions, each with an id and a made-up person of its own. */
public final class FormTraffic {

  /** What an id of ours looks like, wherever it turns up. */
  static final Pattern ID = Pattern.compile("load-[a-z]+-\\d{8}");

  /** Key that the stack under test knows the sender by. */
  public static final String KEY = "made-up-key-for-load-3f8a";

  private static final String[] FIRST = {"Ana", "Ben", "Chloe", "Dev", "Elif", "Finn", "Grace"};
  private static final String[] LAST = {"Aldana", "Brook", "Castro", "Dunne", "Eriksen", "Fox"};

  private final String run;
  private final String host;
  private final ThreadLocal<Mac> mac = ThreadLocal.withInitial(FormTraffic::mac);

  /**
   * Traffic of one run.
   *
   * @param run lower-case letters that keep its ids apart from those of other runs
   */
  public FormTraffic(String run, int port) {
    this.run = run;
    this.host = "127.0.0.1:" + port;
  }

  /** Id of a message by its number. */
  public String id(long number) {
    return "load-%s-%08d".formatted(run, number);
  }

  /** A whole HTTP request, the same bytes each time it is asked for. */
  public byte[] request(long number) {
    byte[] body = body(number);
    String signature = HexFormat.of().formatHex(mac.get().doFinal(body));
    byte[] head =
        """
        POST /hooks/form HTTP/1.1\r
        Host: %s\r
        Content-Type: application/json\r
        X-Signature: %s\r
        Webhook-Id: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(host, signature, id(number), body.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** The body alone: about 1 KB, as a website form with hidden campaign fields sends. */
  public byte[] body(long number) {
    String first = FIRST[(int) (number % FIRST.length)];
    String last = LAST[(int) (number % LAST.length)];
    return """
        {"id":"%1$s","submitted_at":"2026-11-22T09:00:00Z","form":{"id":"contact","name":"Contact us"},\
        "name":"%2$s %3$s","email":"%4$s.%5$s.%1$s@example.com","phone":"+1 555 %6$s",\
        "company":"%3$s and Daughters","message":"Hello, we are looking for a caterer for about %7$d \
        guests in the spring. Could somebody call us back with a first offer? We would like coffee, \
        pastries and something warm at noon, and two of the guests do not eat dairy. Mornings are \
        best. Thank you, %2$s (%1$s)",\
        "page":"https://www.example.com/catering?utm_source=newsletter&utm_medium=email",\
        "referrer":"https://www.example.com/","utm_source":"newsletter","utm_medium":"email",\
        "utm_campaign":"spring-catering","utm_term":"coffee catering","utm_content":"button-2",\
        "gclid":"made-up-click-%1$s","consent":{"email":true,"sms":false,\
        "wording":"Yes, write to me about offers."}}"""
        .formatted(
            id(number),
            first,
            last,
            first.toLowerCase(Locale.ROOT),
            last.toLowerCase(Locale.ROOT),
            phone(number),
            20 + number % 180)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Area code 555 is nobody's: eight million people can have a number of their own. */
  private String phone(long number) {
    long own = Math.floorMod(number + run.hashCode() * 100_003L, 8_000_000L) + 2_000_000;
    return "%03d %04d".formatted(own / 10_000, own % 10_000);
  }

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
