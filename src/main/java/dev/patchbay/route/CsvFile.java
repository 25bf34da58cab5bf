package dev.patchbay.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of a dropped file: its character set and its delimiter, told or found out. */
final class CsvFile {

  /** A delimiter or character set that is found out. */
  static final String AUTO = "auto";

  private static final String DELIMITERS = ",;\t|";
  private static final int LOOK_BYTES = 4096;
  private static final int LOOK_LINES = 20;
  private static final int LOOK_CHARACTERS = 64 * 1024;
  private static final Charset WESTERN = Charset.forName("windows-1252");

  private final Path path;
  private final Charset charset;
  private final int mark;
  private final char delimiter;
  private final int preamble;
  private final boolean titled;

  private CsvFile(Path path, Charset charset, int mark, String delimiter) throws IOException {
    this.path = path;
    this.charset = charset;
    this.mark = mark;
    List<String> lines = firstLines();
    String first = lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    String told = first.toLowerCase(Locale.ROOT);
    boolean separatorLine = told.startsWith("sep=") && told.length() == 5;
    int titles = separatorLine ? 0 : titles(lines);
    this.titled = titles > 0;
    this.preamble = separatorLine ? 1 : titles;
    String header = titled ? lines.get(titles) : first;
    this.delimiter =
        switch (delimiter) {
          case "comma" -> ',';
          case "semicolon" -> ';';
          case "tab" -> '\t';
          case "pipe" -> '|';
          default -> separatorLine ? first.charAt(4) : mostFrequent(header);
        };
  }

  /**
   * Looks at a file.
   *
   * @param charset {@code auto} (a byte order mark, else UTF-8 where the bytes are, else Windows
   *     Western) or a name
   * @param delimiter {@code auto}, {@code comma}, {@code semicolon}, {@code tab} or {@code pipe}
   * @return {@code null} when it is no text at all, such as a spreadsheet with another ending
   */
  static @Nullable CsvFile look(Path path, String charset, String delimiter) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(LOOK_BYTES);
    }
    Charset marked = null;
    int mark = 0;
    if (starts(head, 0xEF, 0xBB, 0xBF)) {
      marked = StandardCharsets.UTF_8;
      mark = 3;
    } else if (starts(head, 0xFE, 0xFF)) {
      marked = StandardCharsets.UTF_16BE;
      mark = 2;
    } else if (starts(head, 0xFF, 0xFE)) {
      marked = StandardCharsets.UTF_16LE;
      mark = 2;
    }
    Charset found;
    if (marked != null) {
      found = marked;
    } else if (!charset.equals(AUTO)) {
      found = Charset.forName(charset);
    } else {
      found = isUtf8(path) ? StandardCharsets.UTF_8 : WESTERN;
    }
    boolean wide = found.name().startsWith("UTF-16");
    if (!wide && new String(head, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0) {
      return null;
    }
    return new CsvFile(path, found, mark, delimiter);
  }

  char delimiter() {
    return delimiter;
  }

  /** Lines before the first row. */
  int preamble() {
    return preamble;
  }

  /** Whether a title stands above the first row, as ad tools write it above their reports. */
  boolean isTitled() {
    return titled;
  }

  /** The text from the line after {@code lines} on. */
  Opened openAfter(long lines) throws IOException {
    Reader text = open();
    StringBuilder last = new StringBuilder();
    try {
      LineSkipper skipper = new LineSkipper(text);
      for (long i = 0; i < lines; i++) {
        last.setLength(0);
        skipper.skip(last);
      }
      return new Opened(skipper.rest(), last.toString());
    } catch (IOException e) {
      text.close();
      throw e;
    }
  }

  /**
   * Text from a line on.
   *
   * @param text to be closed
   * @param before the line before it, cut to a length
   */
  record Opened(Reader text, String before) {}

  private Reader open() throws IOException {
    InputStream in = Files.newInputStream(path);
    in.skipNBytes(mark);
    return new BufferedReader(new InputStreamReader(in, charset));
  }

  /**
   * How many lines stand above the names of the columns: a report's title, period and the like, of
   * one cell each. The names are three at least, and so many cells has the line below them.
   */
  private static int titles(List<String> lines) {
    boolean titled = false;
    for (int i = 0; i < lines.size() && i < LOOK_LINES; i++) {
      String line = lines.get(i);
      int at = DELIMITERS.indexOf(mostFrequent(line));
      int delimiters = counts(line)[at];
      if (delimiters > 0) {
        String below =
            lines.stream().skip(i + 1L).filter(each -> !each.isBlank()).findFirst().orElse("");
        return titled && delimiters > 1 && counts(below)[at] == delimiters ? i : 0;
      }
      titled |= !line.isBlank();
    }
    return 0;
  }

  private List<String> firstLines() throws IOException {
    try (Reader text = open()) {
      char[] look = new char[LOOK_CHARACTERS];
      int length = 0;
      for (int got = 0; got >= 0 && length < look.length; ) {
        length += got;
        got = text.read(look, length, look.length - length);
      }
      return new String(look, 0, length).lines().toList();
    }
  }

  private static char mostFrequent(String line) {
    char best = ',';
    int most = 0;
    int[] counts = counts(line);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > most) {
        most = counts[i];
        best = DELIMITERS.charAt(i);
      }
    }
    return best;
  }

  /** How often each delimiter stands in a line, outside of quotes. */
  private static int[] counts(String line) {
    boolean quoted = false;
    int[] counts = new int[DELIMITERS.length()];
    for (char c : line.toCharArray()) {
      quoted ^= c == '"';
      int at = quoted ? -1 : DELIMITERS.indexOf(c);
      if (at >= 0) {
        counts[at]++;
      }
    }
    return counts;
  }

  private static boolean isUtf8(Path path) throws IOException {
    char[] part = new char[8192];
    try (Reader strict =
        new InputStreamReader(
            Files.newInputStream(path),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT))) {
      while (strict.read(part) >= 0) {
        continue;
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean starts(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != first[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads whole lines, ended as CSV counts them: CR, LF or both. */
  private static final class LineSkipper {
    private static final int KEPT = 10_000;
    private final java.io.PushbackReader text;

    LineSkipper(Reader text) {
      this.text = new java.io.PushbackReader(text);
    }

    void skip(StringBuilder kept) throws IOException {
      for (int c = text.read(); c >= 0 && c != '\n'; c = text.read()) {
        if (c == '\r') {
          int next = text.read();
          if (next >= 0 && next != '\n') {
            text.unread(next);
          }
          return;
        }
        if (kept.length() < KEPT) {
          kept.append((char) c);
        }
      }
    }

    Reader rest() {
      return text;
    }
  }
}
