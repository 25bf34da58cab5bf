package dev.patchbay.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds {@code Label: value} lines, and labels with the value on the next line. */
final class LabeledLines {

  private static final int MAX_LINES = 5_000;
  private static final int MAX_FIELDS = 300;
  private static final Pattern LINE =
      Pattern.compile(
          "^\\s*[*\u2022_-]{0,2}\\s*([^:\uff1a]{1,120}?)\\s*[*_]{0,2}[:\uff1a][*_]{0,2}\\s*(.*)$");
  private static final Pattern FOOTER =
      Pattern.compile(
          "^(?:manage submissions|does this submission look like spam|sent (?:via|from) |this e-?mail was sent|"
              + "this message was sent|you (?:are receiving|received) this|unsubscribe|view (?:this )?"
              + "(?:submission|entry)|reply to this e-?mail|powered by).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RULED =
      Pattern.compile("^\\s*-{3,}\\s+(\\S.{0,119}?)\\s+-{3,}\\s*$");
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
    boolean oneUnknown = lines.fields.size() == 1 && !isKnown(lines.fields.get(0).label());
    return oneUnknown ? List.of() : List.copyOf(lines.fields);
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
    boolean address = rest.startsWith("//") || written.contains("//") || written.indexOf('@') >= 0;
    int count = written.strip().split("\\s+").length;
    boolean question = written.strip().endsWith("?");
    // Within a message only a short label starts something new.
    int most = label != null && isLong(label) ? 3 : question ? 20 : 8;
    boolean sentence = written.contains(". ") || written.contains(", ") && count > 4;
    return words && !address && !sentence && count <= most;
  }

  private static boolean isKnown(String label) {
    AnswerLabel words = AnswerLabel.of(label);
    AnswerLabel none = AnswerLabel.of(null);
    for (PersonField field : PersonField.values()) {
      if (field.score(none, words, none) > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLong(String label) {
    AnswerLabel none = AnswerLabel.of(null);
    return PersonField.MESSAGE.score(none, AnswerLabel.of(label), none) > 0;
  }
}
