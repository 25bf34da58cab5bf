package dev.patchbay.normalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a mail itself says: without the mail it answers, and with the mail it forwards. */
final class MailText {

  private static final Pattern FORWARD_SUBJECT =
      Pattern.compile("^\\s*(?:fwd?|wg|tr|rv|enc|i)\\s*:", Pattern.CASE_INSENSITIVE);
  private static final Pattern FORWARD_MARK =
      Pattern.compile(
          "^[\\s>-]*(?:(?:begin )?forwarded message|weitergeleitete nachricht|message transf\u00e9r\u00e9|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht)\\s*:?[\\s-]*$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern ORIGINAL_MARK =
      Pattern.compile(
          "^[\\s>]*-{2,}\\s*(?:original message|urspr\u00fcngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht)\\s*-{2,}\\s*$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern WROTE =
      Pattern.compile(
          "^\\s*(?:on|am|le|el|il|op|em)\\s.{5,300}\\s(?:wrote|schrieb|a \u00e9crit|escribi\u00f3|ha scritto|schreef|escreveu).{0,200}:\\s*$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern MAIL_HEADER =
      Pattern.compile(
          "^[*_]{0,2}(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoy\u00e9|\u00e0|objet|enviado|fecha|para|asunto|data|assunto|da|inviato|a|oggetto|van|verzonden|aan|onderwerp)[*_]{0,2}\\s*:.*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** What mail programs write behind an address or number that they made a link of. */
  private static final Pattern AUTOLINK = Pattern.compile("<(?:mailto|tel):[^<>\\s]{1,300}>");

  private static final Pattern QUOTE = Pattern.compile("^(?:>\\s?)+");

  private static final Pattern HEADER_LINE =
      Pattern.compile("^[*_]{0,2}([\\p{L}-]{1,12})[*_]{0,2}\\s*:[*_]{0,2}\\s*(.*)$");
  private static final Map<String, String> HEADER_NAMES =
      Map.ofEntries(
          Map.entry("from", "from"),
          Map.entry("von", "from"),
          Map.entry("de", "from"),
          Map.entry("da", "from"),
          Map.entry("van", "from"),
          Map.entry("reply-to", "reply-to"),
          Map.entry("subject", "subject"),
          Map.entry("betreff", "subject"),
          Map.entry("objet", "subject"),
          Map.entry("asunto", "subject"),
          Map.entry("assunto", "subject"),
          Map.entry("oggetto", "subject"),
          Map.entry("onderwerp", "subject"),
          Map.entry("date", "date"),
          Map.entry("sent", "date"),
          Map.entry("gesendet", "date"),
          Map.entry("datum", "date"),
          Map.entry("envoy\u00e9", "date"),
          Map.entry("enviado", "date"),
          Map.entry("fecha", "date"),
          Map.entry("data", "date"),
          Map.entry("inviato", "date"),
          Map.entry("verzonden", "date"));
  private static final int HEAD_LINES = 3;

  /**
   * What a mail says.
   *
   * @param text without the mail it answers, and of a forwarded one without its head
   * @param head of the mail that is forwarded, by lower-case English name; empty where none is
   */
  record Own(String text, Map<String, String> head) {}

  private MailText() {}

  static boolean isForward(@Nullable String subject) {
    return subject != null && FORWARD_SUBJECT.matcher(subject).find();
  }

  static String own(String text, boolean forwarded) {
    return read(text, forwarded).text();
  }

  static Own read(String text, boolean forwarded) {
    List<String> lines = AUTOLINK.matcher(text.replace("\r", "")).replaceAll("").lines().toList();
    int mark = -1;
    for (int i = 0; i < lines.size() && mark < 0; i++) {
      String line = lines.get(i);
      if (line.length() > 600) {
        continue;
      }
      boolean original = ORIGINAL_MARK.matcher(line).matches();
      if (FORWARD_MARK.matcher(line).matches() || (original && forwarded)) {
        mark = i;
      } else if (original || wrote(lines, i)) {
        return new Own(unquoted(lines.subList(0, i)), Map.of());
      }
    }
    if (mark < 0 && !forwarded) {
      return new Own(unquoted(lines), Map.of());
    }
    List<String> rest = stripped(lines.subList(mark + 1, lines.size()));
    int start = mark < 0 ? unmarkedHead(rest) : 0;
    if (start < 0) {
      return new Own(String.join("\n", rest).strip(), Map.of());
    }
    return withoutHead(rest, start);
  }

  /** Leaves out the head; blank lines may stand within it, but no header stands there twice. */
  private static Own withoutHead(List<String> lines, int from) {
    Map<String, String> head = new HashMap<>();
    int end = from;
    for (int at = from; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.isBlank()) {
        continue;
      }
      Matcher header = HEADER_LINE.matcher(line);
      if (line.length() >= 600 || !MAIL_HEADER.matcher(line).matches() || !header.matches()) {
        break;
      }
      String written = header.group(1).toLowerCase(Locale.ROOT);
      String name = HEADER_NAMES.getOrDefault(written, written);
      if (head.putIfAbsent(name, header.group(2).strip()) != null) {
        break;
      }
      end = at + 1;
    }
    return new Own(String.join("\n", lines.subList(end, lines.size())).strip(), head);
  }

  /** Where some mail programs put the head of the forwarded mail without a mark, or -1. */
  private static int unmarkedHead(List<String> lines) {
    for (int i = 0; i + HEAD_LINES <= lines.size(); i++) {
      Matcher first = HEADER_LINE.matcher(lines.get(i));
      if (first.matches()
          && "from".equals(HEADER_NAMES.get(first.group(1).toLowerCase(Locale.ROOT)))
          && lines.subList(i, i + HEAD_LINES).stream()
              .allMatch(line -> line.length() < 600 && MAIL_HEADER.matcher(line).matches())) {
        return i;
      }
    }
    return -1;
  }

  /** A line such as "On Monday Ana wrote:", which mail programs may break in two. */
  private static boolean wrote(List<String> lines, int at) {
    String line = lines.get(at);
    if (WROTE.matcher(line).matches()) {
      return true;
    }
    return at + 1 < lines.size()
        && !line.isBlank()
        && !line.contains(":\u0020")
        && lines.get(at + 1).length() < 300
        && WROTE.matcher(line + " " + lines.get(at + 1)).matches();
  }

  private static String unquoted(List<String> lines) {
    return String.join("\n", lines.stream().filter(line -> !line.startsWith(">")).toList()).strip();
  }

  private static List<String> stripped(List<String> lines) {
    List<String> stripped = new ArrayList<>();
    lines.forEach(line -> stripped.add(QUOTE.matcher(line).replaceFirst("")));
    return stripped;
  }
}
