package dev.patchbay.normalize;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds {@code Label: value} lines, and labels with the value on the line below. */
final class LabeledLines {

  private static final int MAX_LINES = 5_000;
  private static final int MAX_FIELDS = 300;
  private static final Pattern LINE =
      Pattern.compile(
          "^\\s*[*\u2022_-]{0,2}\\s*([^:\uff1a]{1,120}?)\\s*[*_]{0,2}[:\uff1a]{1,2}[*_]{0,2}\\s*(.*)$");
  private static final Pattern FOOTER =
      Pattern.compile(
          "^(?:manage submissions|does this submission look like spam|if you think this submission is spam|"
              + "mark as spam|submitted \\d|sent (?:via|from) |this (?:e-?mail|message) was (?:sent|submitted)|"
              + "you (?:are receiving|received) this|unsubscribe|view (?:this )?(?:submission|entry)|"
              + "reply to this e-?mail|(?:questions|need help)\\? (?:call|contact|e-?mail)|powered by).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RULED =
      Pattern.compile("^\\s*-{3,}\\s+(\\S.{0,119}?)\\s+-{3,}\\s*$");
  private static final Pattern CLOCK = Pattern.compile("[0-5]\\d(?!\\d).*");
  private static final Pattern SENTENCE_END = Pattern.compile(".*[.!:;,]");
  private static final int SURE = 40;
  private static final int MAX_SURE = 40;
  private static final int MAX_LABEL = 80;
  private static final Set<PersonField> ALL = EnumSet.allOf(PersonField.class);

  /** What no signature and no footer writes above a value. */
  private static final Set<PersonField> WHO =
      EnumSet.of(
          PersonField.FULL_NAME,
          PersonField.FIRST_NAME,
          PersonField.LAST_NAME,
          PersonField.MESSAGE);

  private static final Pattern RULE = Pattern.compile("^\\s*[-_=*]{2,}\\s*$");

  private final List<LabeledValue> fields = new ArrayList<>();
  private @Nullable String label;
  private final StringBuilder value = new StringBuilder();
  private boolean blank;

  private LabeledLines() {}

  static List<LabeledValue> read(String text) {
    List<LabeledValue> ruled = ruled(text);
    if (ruled.size() > 1) {
      return ruled;
    }
    LabeledLines lines = new LabeledLines();
    text.lines().limit(MAX_LINES).forEach(lines::add);
    lines.close();
    if (sure(lines.fields) < 2) {
      List<LabeledValue> stacked = stacked(text);
      if (sure(stacked) > 1 && stacked.stream().anyMatch(field -> isSure(field.label(), WHO))) {
        return stacked;
      }
    }
    boolean oneUnknown = lines.fields.size() == 1 && !isKnown(lines.fields.get(0).label());
    return oneUnknown ? List.of() : List.copyOf(lines.fields);
  }

  /** Labels alone on their line, without a sign, each with its value on the line below. */
  private static List<LabeledValue> stacked(String text) {
    List<LabeledValue> fields = new ArrayList<>();
    List<String> lines = text.lines().limit(MAX_LINES).map(String::strip).toList();
    for (int at = 0; at < lines.size() && fields.size() < MAX_FIELDS; at++) {
      String label = lines.get(at);
      boolean sure = isSure(label);
      int below = sure ? nextWritten(lines, at + 1) : at + 1;
      if (below >= lines.size()
          || isSure(lines.get(below))
          || !(sure || isPair(lines, at, fields))) {
        continue;
      }
      if (isHeading(label, lines.get(below))) {
        at = below;
        continue;
      }
      int end = below + 1;
      while (isLong(label) && end < lines.size() && !ends(lines.get(end))) {
        end++;
      }
      fields.add(new LabeledValue(label, String.join("\n", lines.subList(below, end)).strip()));
      at = end - 1;
    }
    return fields;
  }

  /** The words over a table of fields, which say what stands in which column. */
  static boolean isHeading(String label, String value) {
    return label.matches("(?i)name|field|question") && value.matches("(?i)value|answer|response");
  }

  private static int nextWritten(List<String> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).isEmpty()) {
      at++;
    }
    return at;
  }

  /** Two lines by themselves, below something that is a field for sure. */
  private static boolean isPair(List<String> lines, int at, List<LabeledValue> before) {
    String label = lines.get(at);
    return !before.isEmpty()
        && !label.isEmpty()
        && label.length() <= MAX_LABEL
        && !SENTENCE_END.matcher(label).matches()
        && lines.get(at - 1).isEmpty()
        && !lines.get(at + 1).isEmpty()
        && (at + 2 >= lines.size() || lines.get(at + 2).isEmpty());
  }

  private static boolean ends(String line) {
    return isSure(line) || FOOTER.matcher(line).matches() || RULE.matcher(line).matches();
  }

  private static long sure(List<LabeledValue> fields) {
    return fields.stream().filter(field -> isSure(field.label())).count();
  }

  private static boolean isSure(String label) {
    return isSure(label, ALL);
  }

  /** Whether these words and no others ask for something of a person. */
  private static boolean isSure(String label, Set<PersonField> asked) {
    return !label.isEmpty() && label.length() <= MAX_SURE && asks(label, asked, SURE);
  }

  /** Labels between rules, {@code --- Name ---}, each with its value on the lines below. */
  private static List<LabeledValue> ruled(String text) {
    List<LabeledValue> fields = new ArrayList<>();
    String label = null;
    StringBuilder value = new StringBuilder();
    for (String line : text.lines().limit(MAX_LINES).toList()) {
      Matcher ruled = RULED.matcher(line.length() > 200 ? "" : line);
      boolean starts = ruled.matches();
      if (label != null && (starts || FOOTER.matcher(line.strip()).matches())) {
        fields.add(new LabeledValue(label, value.toString().strip()));
        label = null;
      }
      if (starts && fields.size() < MAX_FIELDS) {
        label = ruled.group(1);
        value.setLength(0);
      } else if (label != null) {
        value.append(line.strip()).append('\n');
      }
    }
    if (label != null) {
      fields.add(new LabeledValue(label, value.toString().strip()));
    }
    return fields;
  }

  private void add(String line) {
    String trimmed = line.strip();
    if (trimmed.isEmpty()) {
      blank = true;
      return;
    }
    if (RULE.matcher(trimmed).matches() || FOOTER.matcher(trimmed).matches()) {
      close();
      return;
    }
    Matcher labeled = trimmed.length() > 4_000 ? null : LINE.matcher(trimmed);
    if (labeled != null && labeled.matches() && isLabel(labeled.group(1), labeled.group(2))) {
      close();
      label = labeled.group(1).strip();
      value.append(labeled.group(2).strip());
    } else if (label != null && (!blank || value.isEmpty() || isLong(label))) {
      if (!value.isEmpty()) {
        value.append(blank ? "\n\n" : "\n");
      }
      value.append(trimmed);
    } else {
      close();
    }
    blank = false;
  }

  private void close() {
    if (label != null && fields.size() < MAX_FIELDS) {
      fields.add(new LabeledValue(label, value.toString().strip()));
    }
    label = null;
    value.setLength(0);
    blank = false;
  }

  private boolean isLabel(String written, String rest) {
    boolean words = written.codePoints().anyMatch(Character::isLetter);
    boolean time =
        Character.isDigit(written.charAt(written.length() - 1)) && CLOCK.matcher(rest).matches();
    boolean address = rest.startsWith("//") || written.contains("//") || written.indexOf('@') >= 0;
    int count = written.strip().split("\\s+").length;
    boolean question = written.strip().endsWith("?");
    // Within a message only a short label starts something new.
    int most = label != null && isLong(label) ? 3 : question ? 20 : 8;
    boolean sentence = written.contains(". ") || written.contains(", ") && count > 4;
    return words && !time && !address && !sentence && count <= most;
  }

  private static boolean isKnown(String label) {
    return asks(label, ALL, 1);
  }

  /** Whether this asks for a text of several lines. */
  static boolean isLong(String label) {
    return asks(label, EnumSet.of(PersonField.MESSAGE), 1);
  }

  private static boolean asks(String label, Set<PersonField> fields, int least) {
    AnswerLabel words = AnswerLabel.of(label);
    AnswerLabel none = AnswerLabel.of(null);
    return fields.stream().anyMatch(field -> field.score(none, words, none) >= least);
  }
}
