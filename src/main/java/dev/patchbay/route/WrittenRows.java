package dev.patchbay.route;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands in a file that rows were written into.
 *
 * @param size of the file when it was read, in bytes
 * @param changed when it had been changed last
 * @param end where its last whole row ends; what is behind is a row that was torn off
 * @param columns the names in its first row; empty where it has no whole row
 * @param ids those in the column of ids
 * @param edited whether another program wrote into it: quotes stand where we write none
 */
record WrittenRows(
    long size, FileTime changed, long end, List<String> columns, Set<String> ids, boolean edited) {

  /** Whether the file is still as it was read. */
  boolean isOf(BasicFileAttributes file) {
    return file.size() == size && file.lastModifiedTime().equals(changed);
  }

  /** Reads the rows of a file, in UTF-8. A line end within quotes ends no row. */
  static WrittenRows read(Path file, BasicFileAttributes attributes, char delimiter, String column)
      throws IOException {
    Reading reading = new Reading(delimiter, column);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        reading.take((byte) next);
      }
    }
    return new WrittenRows(
        attributes.size(),
        attributes.lastModifiedTime(),
        reading.end,
        List.copyOf(reading.columns),
        reading.ids,
        reading.edited);
  }

  /** Goes through a file by bytes: delimiters, quotes and line ends are one byte each in UTF-8. */
  private static final class Reading {
    private static final String MARK = "\ufeff";

    private final char delimiter;
    private final String idColumn;
    private final List<String> columns = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream();
    private long at;
    private long end;
    private int place;
    private int idPlace = -1;
    private List<String> names = new ArrayList<>();
    private String id = "";
    private boolean quoted;
    private boolean afterQuotes;
    private boolean begun;
    private boolean edited;

    Reading(char delimiter, String idColumn) {
      this.delimiter = delimiter;
      this.idColumn = idColumn;
    }

    void take(byte next) {
      at++;
      if (next == '"') {
        if (afterQuotes) {
          keep(next);
        }
        edited |= begun && !quoted && !afterQuotes;
        begun = true;
        afterQuotes = quoted;
        quoted = !quoted;
        return;
      }
      boolean inCell = quoted || (next != delimiter && next != '\n' && next != '\r');
      edited |= inCell && afterQuotes;
      begun |= inCell;
      afterQuotes = false;
      if (inCell) {
        keep(next);
      } else if (next == delimiter) {
        cell();
      } else if (next == '\n') {
        cell();
        row();
      }
    }

    /** Only names and ids are kept. */
    private void keep(byte next) {
      if (columns.isEmpty() || place == idPlace) {
        cell.write(next);
      }
    }

    private void cell() {
      if (columns.isEmpty()) {
        names.add(cell.toString(StandardCharsets.UTF_8));
      } else if (place == idPlace) {
        id = cell.toString(StandardCharsets.UTF_8);
      }
      cell.reset();
      begun = false;
      place++;
    }

    private void row() {
      if (columns.isEmpty()) {
        names.set(0, names.get(0).replace(MARK, ""));
        columns.addAll(names);
        idPlace = columns.indexOf(idColumn);
      } else if (!id.isEmpty()) {
        ids.add(id);
      }
      names = new ArrayList<>();
      id = "";
      place = 0;
      end = at;
    }
  }
}
