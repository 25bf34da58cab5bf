package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.mapping.Digests;
import dev.patchbay.normalize.BrokenRow;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Reads dropped files row by row: {@link #rows} gives those of a file from the position on, and
 * {@link #row} turns each into a JSON object.
 *
 * <p>A row's id is its values in the key columns, else the hash of its cells and how many like it
 * came before it in the file: so a row counts once however often it is exported, and two equal
 * sales in one file are two.
 *
 * <p>The position is {@code <file>|<changed at>|<bytes>|<rows>}. What is read again after it was
 * lost has the same ids.
 */
public final class FileRows {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POSITION_EACH = 50;
  private static final int MAXIMUM_ID_CHARACTERS = 200;
  private static final long MAXIMUM_BYTES = 200L * 1024 * 1024;

  private @Nullable String cursor;
  private List<String> key = List.of();
  private String delimiter = CsvFile.AUTO;
  private String charset = CsvFile.AUTO;

  /** Name of the cursor bean, from the Kamelet's {@code cursor} property. */
  public void setCursor(String cursor) {
    this.cursor = cursor;
  }

  /** Columns that together name a row, with commas between; empty for none. */
  public void setKey(String key) {
    this.key =
        Arrays.stream(key.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  /** {@code auto}, {@code comma}, {@code semicolon}, {@code tab} or {@code pipe}. */
  public void setDelimiter(String delimiter) {
    this.delimiter = delimiter;
  }

  /** {@code auto}, or the name of a character set. */
  public void setCharset(String charset) {
    this.charset = charset;
  }

  /** Body: the rows of the file after the position, to be split. */
  public void rows(Exchange exchange) throws IOException, InvalidPayloadException {
    Path path = exchange.getMessage().getMandatoryBody(File.class).toPath();
    String name = String.valueOf(path.getFileName());
    String prefix =
        "%s|%d|%d|".formatted(name, Files.getLastModifiedTime(path).toMillis(), Files.size(path));
    String position = position(exchange).orElse("");
    long done =
        position.startsWith(prefix) ? Long.parseLong(position.substring(prefix.length())) : 0;
    CsvFile file = Files.size(path) > MAXIMUM_BYTES ? null : CsvFile.look(path, charset, delimiter);
    if (file == null) {
      String why = "the file is no CSV, or is longer than 200 MiB";
      CsvRows.Row row = new CsvRows.Row(1, Map.of(), why, "");
      exchange.getMessage().setBody(List.of(given(name, row, hash(prefix), prefix + 1)));
      return;
    }
    CsvRows rows = new CsvRows(file);
    Numbered numbered = new Numbered(name, prefix, rows, columns(rows.columns()), done);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                numbered.close();
              }
            });
    exchange.getMessage().setBody(numbered);
  }

  /** The row as JSON text, with its id and, now and then, its position. */
  public void row(Exchange exchange) throws InvalidPayloadException {
    Given given = exchange.getMessage().getMandatoryBody(Given.class);
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setBody(given.json());
    message.setHeader(Headers.MESSAGE_ID, given.id());
    if (given.position() != null) {
      message.setHeader(Headers.CURSOR, given.position());
    }
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.setMessage(message);
  }

  private java.util.Optional<String> position(Exchange exchange) {
    SourceCursor bean =
        cursor == null
            ? null
            : exchange.getContext().getRegistry().lookupByNameAndType(cursor, SourceCursor.class);
    if (bean == null) {
      throw new IllegalStateException("There is no cursor bean '" + cursor + "'");
    }
    return bean.position();
  }

  /** The key columns as the file writes them, or {@code null} when one is not there. */
  private @Nullable List<String> columns(List<String> columns) {
    List<String> found = new ArrayList<>();
    for (String wanted : key) {
      columns.stream()
          .filter(column -> column.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)))
          .findFirst()
          .ifPresent(found::add);
    }
    return found.size() == key.size() ? found : null;
  }

  /**
   * A row on its way.
   *
   * @param position after it, or {@code null} where it is not worth a write
   */
  record Given(String json, String id, @Nullable String position) {
    /** Tells nothing of the row: people must not reach logs. */
    @Override
    public String toString() {
      return "Given[id=" + hash(id) + "]";
    }
  }

  private static Given given(String file, CsvRows.Row row, String id, @Nullable String position) {
    ObjectNode cells = JSON.createObjectNode();
    row.cells().forEach(cells::put);
    JsonNode json =
        row.broken() == null
            ? cells
            : BrokenRow.message(file, row.line(), row.broken(), row.text());
    try {
      return new Given(JSON.writeValueAsString(json), id, position);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Text is always JSON", e);
    }
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Digests.sha256(text), 0, 16);
  }

  /** The rows of one file with their ids. */
  private static final class Numbered implements Iterator<Given>, Closeable {
    private final String file;
    private final String prefix;
    private final CsvRows rows;
    private final @Nullable List<String> key;
    private final Map<String, Integer> seen = new HashMap<>();
    private long count;
    private @Nullable Given next;
    private boolean ended;

    Numbered(String file, String prefix, CsvRows rows, @Nullable List<String> key, long done) {
      this.file = file;
      this.prefix = prefix;
      this.rows = rows;
      this.key = key;
      while (count < done && rows.hasNext()) {
        id(rows.next());
        count++;
      }
    }

    @Override
    public boolean hasNext() {
      if (next == null && !ended) {
        if (rows.hasNext()) {
          next = take(rows.next());
        } else {
          ended = true;
          close();
        }
      }
      return next != null;
    }

    @Override
    public Given next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Given given = java.util.Objects.requireNonNull(next);
      next = null;
      return given;
    }

    private Given take(CsvRows.Row row) {
      count++;
      String position = count % POSITION_EACH == 0 ? prefix + count : null;
      if (key == null && row.broken() == null) {
        // Without its key a row cannot be told from others: nothing of this file counts.
        ended = true;
        CsvRows.Row keyless =
            new CsvRows.Row(1, Map.of(), "its header lacks a column named in key", "");
        return given(file, keyless, hash(prefix), position);
      }
      return given(file, row, id(row), position);
    }

    private String id(CsvRows.Row row) {
      List<String> values = new ArrayList<>();
      if (key != null && !key.isEmpty() && row.broken() == null) {
        key.forEach(column -> values.add(row.cells().getOrDefault(column, "").strip()));
      }
      if (!values.isEmpty() && values.stream().noneMatch(String::isEmpty)) {
        String id = String.join("|", values);
        return id.length() > MAXIMUM_ID_CHARACTERS ? hash(id) : id;
      }
      String hash = hash(row.broken() == null ? new TreeMap<>(row.cells()).toString() : row.text());
      return hash + "#" + seen.merge(hash, 1, Integer::sum);
    }

    @Override
    public void close() {
      try {
        rows.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
