package dev.patchbay.tools;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One row in every table that holds people, with a word of its own in every column that can hold a
 * text, made from the schema as it stands: a new column has the word too.
 */
final class PlantedPerson {

  /** Names of things in the stack, stable words and people who run the hub: nothing of a person. */
  private static final Set<String> WORDS =
      Set.of(
          "connection",
          "type",
          "source",
          "destination",
          "flow",
          "action",
          "verdict",
          "error_kind",
          "by_whom",
          "content_type",
          "channel",
          "status",
          "status_by",
          "state");

  private static final Map<String, String> IDS =
      Map.ofEntries(
          Map.entry("customer.id", "customer"),
          Map.entry("customer.merged_into", "nobody"),
          Map.entry("sighting.id", "sighting"),
          Map.entry("event.id", "event"),
          Map.entry("message.id", "message"),
          Map.entry("delivery.id", "delivery"),
          Map.entry("attempt.delivery", "delivery"),
          Map.entry("merge.survivor", "customer"),
          Map.entry("lead.id", "event"),
          Map.entry("sale.id", "event"));

  final UUID customer = UUID.randomUUID();
  final String word;
  private final Map<String, UUID> ids = new HashMap<>();

  PlantedPerson(String word) {
    this.word = word;
    ids.put("customer", customer);
  }

  String email() {
    return word + "@example.com";
  }

  /** Plants the person into every table. */
  void plant(Connection sql) throws SQLException {
    for (PersonalTables.PersonalTable table : PersonalTables.ALL) {
      if (!table.name().equals("erasure")) {
        row(sql, table.name());
      }
    }
  }

  private void row(Connection sql, String table) throws SQLException {
    List<String> values = new ArrayList<>();
    Map<String, String> columns = columns(sql, table);
    columns.forEach((column, type) -> values.add(value(table, column, type)));
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into %s (%s) overriding system value values (%s)"
                .formatted(
                    table,
                    String.join(", ", columns.keySet().stream().map(c -> '"' + c + '"').toList()),
                    String.join(", ", values)))) {
      insert.executeUpdate();
    }
  }

  private String value(String table, String column, String type) {
    String text = word + "-" + table + "-" + column;
    return switch (type) {
      case "uuid" -> uuid(table, column);
      case "text" -> text(table, column, text);
      case "ARRAY" ->
          column.equals("identifiers")
              ? "array['email:%s', 'form:%s']".formatted(email(), text)
              : "array['%s']".formatted(text);
      case "jsonb" -> json(table, text);
      case "bytea" ->
          table.equals("message")
              ? "convert_to('{\"email\": \"%s\", \"said\": \"%s\"}', 'UTF8')"
                  .formatted(email(), text)
              : "convert_to('%s', 'UTF8')".formatted(text);
      case "timestamp with time zone" -> "now()";
      case "boolean" -> "false";
      case "date" -> "now()";
      case "bigint" -> column.equals("seq") ? "(random() * 1e15)::bigint" : "1";
      case "smallint" -> column.equals("state") ? "0" : "1";
      default -> "1";
    };
  }

  private String text(String table, String column, String text) {
    if (WORDS.contains(column)) {
      return switch (column) {
        case "type" -> "'lead.submitted'";
        case "destination" -> "'crm'";
        case "action" -> "'contact'";
        default -> "'form'";
      };
    }
    if (column.equals("kind")) {
      return table.contains("identifier") ? "'email'" : "'form'";
    }
    if (column.equals("value") && table.contains("identifier") || column.equals("dedupe_key")) {
      return "'" + email() + "'";
    }
    return "'" + text + "'";
  }

  private String json(String table, String text) {
    String email = email();
    return switch (table) {
      case "event" ->
          ("'{\"person\": {\"email\": \"%s\", \"firstName\": \"%s\", \"externalIds\": {\"crm\":"
                  + " \"%s-id\"}}, \"form\": {\"message\": \"%s\"}, \"call\": {\"from\": \"%s\","
                  + " \"durationSeconds\": 12}, \"attribution\": {\"source\": \"google\","
                  + " \"visitorId\": \"%s\"}}'")
              .formatted(email, text, word, text, text, text);
      default -> "'{\"x\": \"%s\"}'".formatted(text);
    };
  }

  private String uuid(String table, String column) {
    String name = IDS.getOrDefault(table + "." + column, column);
    if (name.equals("nobody")) {
      return "null";
    }
    if (name.equals("id") || name.equals("conversion") || name.equals("other")) {
      return "'" + UUID.randomUUID() + "'";
    }
    return "'" + ids.computeIfAbsent(name, key -> UUID.randomUUID()) + "'";
  }

  UUID id(String what) {
    return ids.get(what);
  }

  /** Columns of a table and their types, those that the database makes itself aside. */
  static Map<String, String> columns(Connection sql, String table) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (PreparedStatement query =
        sql.prepareStatement(
            "select column_name, data_type from information_schema.columns"
                + " where table_schema = 'public' and table_name = ? and is_generated = 'NEVER'"
                + " order by ordinal_position")) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.put(row.getString(1), row.getString(2));
        }
      }
    }
    return columns;
  }

  /** Every table there is, with its columns. */
  static Map<String, Map<String, String>> schema(Connection sql) throws SQLException {
    Map<String, Map<String, String>> schema = new TreeMap<>();
    try (PreparedStatement query =
            sql.prepareStatement(
                "select table_name from information_schema.tables"
                    + " where table_schema = 'public' and table_type = 'BASE TABLE'");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        schema.put(row.getString(1), columns(sql, row.getString(1)));
      }
    }
    return schema;
  }

  /** Where a word stands in a full dump of all columns that can hold a text. */
  static List<String> where(Connection sql, String word) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> table : schema(sql).entrySet()) {
      for (Map.Entry<String, String> column : table.getValue().entrySet()) {
        String name = '"' + column.getKey() + '"';
        String text =
            column.getValue().equals("bytea")
                ? "encode(%s, 'escape')".formatted(name)
                : name + "::text";
        try (PreparedStatement query =
            sql.prepareStatement(
                "select count(*) from %s where strpos(lower(%s), ?) > 0"
                    .formatted(table.getKey(), text))) {
          query.setString(1, word);
          try (ResultSet row = query.executeQuery()) {
            row.next();
            for (int i = 0; i < row.getInt(1); i++) {
              found.add(table.getKey() + "." + column.getKey());
            }
          }
        }
      }
    }
    return found;
  }
}
