package dev.patchbay.normalize;

import java.util.ArrayList;
import java.util.List;
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
  private static final Pattern QUOTE = Pattern.compile("^(?:>\\s?)+");

  private MailText() {}

  static boolean isForward(@Nullable String subject) {
    return subject != null && FORWARD_SUBJECT.matcher(subject).find();
  }

  static String own(String text, boolean forwarded) {
    List<String> lines = text.replace("\r", "").lines().toList();
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
        return unquoted(lines.subList(0, i));
      }
    }
    if (mark < 0) {
      return forwarded ? String.join("\n", stripped(lines)).strip() : unquoted(lines);
    }
    List<String> rest = stripped(lines.subList(mark + 1, lines.size()));
    int start = 0;
    boolean headers = false;
    while (start < rest.size()) {
      String line = rest.get(start);
      boolean header = line.length() < 600 && MAIL_HEADER.matcher(line).matches();
      if (!header && !(line.isBlank() && !headers)) {
        break;
      }
      headers |= header;
      start++;
    }
    return String.join("\n", rest.subList(start, rest.size())).strip();
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
