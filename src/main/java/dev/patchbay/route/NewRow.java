package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.CsvCell;
import dev.patchbay.mapping.MappingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row to be written. No cell of it is a formula to a spreadsheet; numbers, also phone numbers,
 * stay as they are.
 *
 * @param columns their names, in order
 * @param id what tells it from other rows
 */
record NewRow(List<String> columns, List<String> cells, String id) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,20}(\\.[0-9]{1,20})?");
  private static final String LINE_END = "\r\n";

  /**
   * The row that a JSON object tells.
   *
   * @param idColumn the column with the id
   * @throws MappingException where it is no object, or has no id
   */
  static NewRow of(String json, String idColumn) {
    List<String> columns = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    String id = "";
    for (Map.Entry<String, JsonNode> cell : read(json).properties()) {
      String text = cell(cell.getValue());
      columns.add(CsvCell.harmless(cell.getKey()));
      cells.add(text);
      id = cell.getKey().equals(idColumn) ? text : id;
    }
    if (id.isEmpty()) {
      throw new MappingException(
          Finding.error(
              "row.without-id",
              "The row has no '%s': told again, it would be written again.".formatted(idColumn),
              "Let the mapping make one flat object, with the event's id in this column."));
    }
    return new NewRow(List.copyOf(columns), List.copyOf(cells), id);
  }

  /** The first line of its file. */
  String header(char delimiter) {
    return line(columns, delimiter);
  }

  /** Its own line, or lines where a cell has several. */
  String line(char delimiter) {
    return line(cells, delimiter);
  }

  private static String line(List<String> cells, char delimiter) {
    return cells.stream()
            .map(cell -> CsvCell.quoted(cell, delimiter))
            .collect(Collectors.joining(String.valueOf(delimiter)))
        + LINE_END;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String cell(JsonNode value) {
    String text = value.isContainerNode() ? value.toString() : value.asText("");
    String clean = text.replace("\0", "");
    return NUMBER.matcher(clean).matches() ? clean : CsvCell.harmless(clean);
  }

  /** Tells nothing of the row: people must not reach logs. */
  @Override
  public String toString() {
    return "NewRow[masked]";
  }
}
