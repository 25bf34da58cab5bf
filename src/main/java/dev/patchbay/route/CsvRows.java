package dev.patchbay.route;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file by the names in its first row. A row that cannot be read is given as broken,
 * and reading goes on with the line after its first one: an open quote costs one row, not the rest.
 */
final class CsvRows implements Iterator<CsvRows.Row>, Closeable {

  /** So many broken quotes are gone around; each costs reading the file up to there. */
  private static final int RESTARTS = 200;

  /**
   * One row.
   *
   * @param line its first line in the file, from 1
   * @param cells by column; empty where it is broken
   * @param broken why it cannot be read, or {@code null}
   * @param text what stood there, of a broken row
   */
  record Row(long line, Map<String, String> cells, @Nullable String broken, String text) {}

  private final CsvFile file;
  private final CSVFormat format;
  private List<String> columns = List.of();
  private CSVParser parser;
  private Iterator<CSVRecord> records;
  private long skipped;
  private int restarts;
  private boolean ended;
  private @Nullable Row next;

  CsvRows(CsvFile file) throws IOException {
    this.file = file;
    this.format =
        CSVFormat.DEFAULT.builder().setDelimiter(file.delimiter()).setIgnoreEmptyLines(false).get();
    CsvFile.Opened opened = file.openAfter(file.preamble());
    this.skipped = file.preamble();
    this.parser = parse(opened.text());
    this.records = parser.iterator();
    Row first = read();
    if (first == null) {
      ended = true;
    } else if (first.broken() != null) {
      next = new Row(first.line(), Map.of(), "the header row cannot be read", first.text());
      ended = true;
    } else {
      columns = names(List.copyOf(first.cells().values()));
    }
  }

  /** Names in the first row, in order; a column without one is {@code column 3}. */
  List<String> columns() {
    return columns;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException("reading the next row", e);
      }
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return java.util.Objects.requireNonNull(row);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private @Nullable Row read() throws IOException {
    while (true) {
      long line = skipped + parser.getCurrentLineNumber() + 1;
      CSVRecord record;
      try {
        if (!records.hasNext()) {
          return null;
        }
        record = records.next();
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof CSVException)) {
          throw e;
        }
        return goAround(line, "its quotes do not fit");
      }
      List<String> cells = new ArrayList<>(record.toList());
      if (cells.stream().allMatch(String::isBlank)) {
        continue;
      }
      if (columns.isEmpty()) {
        return new Row(line, numbered(cells), null, "");
      }
      if (file.isTitled() && cells.size() == 1 && columns.size() > 2) {
        continue; // what stands below a report, such as whose it is
      }
      while (cells.size() > columns.size() && cells.get(cells.size() - 1).isBlank()) {
        cells.remove(cells.size() - 1);
      }
      if (cells.size() == columns.size()) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          named.put(columns.get(i), cells.get(i));
        }
        return new Row(line, named, null, "");
      }
      String why = "it has %d cells, the header has %d".formatted(cells.size(), columns.size());
      if (skipped + parser.getCurrentLineNumber() > line) {
        return goAround(line, why);
      }
      return new Row(line, Map.of(), why, format.format(cells.toArray()));
    }
  }

  /** Goes on after the first line of a broken row. */
  private Row goAround(long line, String why) throws IOException {
    parser.close();
    if (++restarts > RESTARTS) {
      ended = true;
      return new Row(
          line, Map.of(), "too many rows before it are broken; the rest is not read", "");
    }
    CsvFile.Opened opened = file.openAfter(line);
    skipped = line;
    parser = parse(opened.text());
    records = parser.iterator();
    return new Row(line, Map.of(), why, opened.before());
  }

  private CSVParser parse(Reader text) throws IOException {
    return CSVParser.builder().setReader(text).setFormat(format).get();
  }

  private static Map<String, String> numbered(List<String> cells) {
    Map<String, String> numbered = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      numbered.put("column " + (i + 1), cells.get(i));
    }
    return numbered;
  }

  private static List<String> names(List<String> header) {
    List<String> names = new ArrayList<>();
    int last = header.size();
    while (last > 1 && header.get(last - 1).isBlank()) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      String name = header.get(i).strip();
      String free = name.isEmpty() ? "column " + (i + 1) : name;
      for (int n = 2; names.contains(free); n++) {
        free = name + " " + n;
      }
      names.add(free);
    }
    return List.copyOf(names);
  }
}
