package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.mapping.CsvCell;
import dev.patchbay.tracking.Figure;
import dev.patchbay.tracking.Open;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as CSV (RFC 4180) that no spreadsheet takes for formulas. */
final class ApiCsv {

  private final List<List<String>> columns = new ArrayList<>();

  /**
   * CSV of these records: their plain components, those of records in them, figures by value, lists
   * of texts joined.
   */
  ApiCsv(Class<?> row) {
    add(row, List.of());
  }

  private void add(Class<?> row, List<String> path) {
    for (RecordComponent component : row.getRecordComponents()) {
      Class<?> type = component.getType();
      List<String> column = new ArrayList<>(path);
      column.add(component.getName());
      boolean texts =
          type == List.class && ApiShape.isScalar(ApiShape.element(component.getGenericType()));
      if (texts || type == Figure.class || ApiShape.isScalar(type)) {
        columns.add(column);
      } else if (type.isRecord() && type != Open.class) {
        add(type, column);
      }
    }
  }

  String header() {
    return columns.stream().map(path -> String.join(".", path)).collect(Collectors.joining(","))
        + "\r\n";
  }

  /** One line; {@code row} as the API writes it. */
  String line(JsonNode row) {
    return columns.stream().map(path -> cell(at(row, path))).collect(Collectors.joining(","))
        + "\r\n";
  }

  private static JsonNode at(JsonNode row, List<String> path) {
    JsonNode node = row;
    for (String name : path) {
      node = node.path(name);
    }
    return node;
  }

  private static String cell(JsonNode value) {
    if (value.isObject()) {
      return cell(value.path("value"));
    }
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(element -> texts.add(element.asText()));
      return quoted(String.join("; ", texts));
    }
    return value.isTextual() ? quoted(value.textValue()) : value.asText("");
  }

  private static String quoted(String text) {
    return CsvCell.quoted(CsvCell.harmless(text), ',');
  }
}
