package dev.patchbay.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A list of rows of one table: narrowed by filters, sorted, read page by page by its keys. */
public final class RowList<T extends Record> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOT_A_POSITION = "after must be what the page before gave";

  /**
   * What rows are sorted by.
   *
   * @param expression SQL that is never null
   * @param type SQL type of it
   */
  record Key(String name, String expression, String type) {

    private static final String NONE = "$none";

    /** By a number that some rows lack: those come last, whichever way it is sorted. */
    static Key number(String name, String column) {
      return new Key(name, "coalesce(" + column + ", " + NONE + ")", "bigint");
    }

    private Key sorted(boolean up) {
      return new Key(name, expression.replace(NONE, Long.toString(up ? Long.MAX_VALUE : -1)), type);
    }
  }

  private final String name;
  private final String table;
  private final Class<T> row;
  private final RowType<T> type;
  private final List<Key> sorts;
  private final List<Key> ids;
  private final List<Filter> filters;

  /**
   * A list.
   *
   * @param table as it is named after {@code from}, with the alias {@code r}
   * @param sorts ways of sorting, the usual one first
   * @param ids what tells rows apart
   */
  RowList(
      String name,
      String table,
      Class<T> row,
      List<Key> sorts,
      List<Key> ids,
      List<Filter> filters) {
    this.name = name;
    this.table = table;
    this.row = row;
    this.type = new RowType<>(row);
    this.sorts = sorts;
    this.ids = ids;
    this.filters = filters;
  }

  /** As addresses name it. */
  public String name() {
    return name;
  }

  /** The record of its rows. */
  public Class<T> row() {
    return row;
  }

  /** What it can be narrowed by. */
  public List<Parameter> parameters() {
    return filters.stream().map(Filter::parameter).toList();
  }

  /** What it can be sorted by, the usual one first. */
  public List<String> sorts() {
    return sorts.stream().map(Key::name).toList();
  }

  /**
   * One page.
   *
   * @param given parameters by name; others than this list's own are not looked at
   * @param sort one of {@link #sorts}, the highest or newest first; with a minus before it the
   *     lowest or oldest first; {@code null} for the usual one
   * @param after where the page before ended, or {@code null} for the first
   * @throws IllegalArgumentException when {@code after} is not from a page of this list
   */
  public Page<T> page(
      Connection sql,
      Map<String, String> given,
      Question question,
      @Nullable String sort,
      @Nullable String after,
      int limit)
      throws SQLException {
    boolean up = sort != null && sort.startsWith("-");
    List<Key> keys = keys(sort == null ? sorts.get(0).name() : up ? sort.substring(1) : sort, up);
    Where where = where(given, question);
    if (after != null) {
      where.and(
          "(%s) %s (%s)"
              .formatted(
                  keys.stream().map(Key::expression).collect(Collectors.joining(", ")),
                  up ? ">" : "<",
                  keys.stream().map(key -> "?::" + key.type()).collect(Collectors.joining(", "))),
          (Object[]) read(after, keys.size()));
    }
    String order = up ? " asc" : " desc";
    String query =
        "select %s, %s from %s where %s order by %s limit %d"
            .formatted(
                type.columns("r"),
                keys.stream()
                    .map(key -> "(" + key.expression() + ")::text")
                    .collect(Collectors.joining(", ")),
                table,
                where.sql(),
                keys.stream()
                    .map(key -> key.expression() + order)
                    .collect(Collectors.joining(", ")),
                limit + 1);
    List<T> rows = new ArrayList<>();
    String next = null;
    try (PreparedStatement statement = Where.prepare(sql, query, where.values());
        ResultSet result = statement.executeQuery()) {
      int first = row.getRecordComponents().length + 1;
      String[] last = new String[keys.size()];
      while (result.next()) {
        if (rows.size() == limit) {
          next = position(last);
          break;
        }
        rows.add(type.read(result));
        for (int i = 0; i < last.length; i++) {
          last[i] = result.getString(first + i);
        }
      }
    } catch (SQLException e) {
      if (after != null && String.valueOf(e.getSQLState()).startsWith("22")) {
        throw new IllegalArgumentException(NOT_A_POSITION, e);
      }
      throw e;
    }
    return new Page<>(rows, next);
  }

  /** How many rows all pages hold together. */
  public long count(Connection sql, Map<String, String> given, Question question)
      throws SQLException {
    Where where = where(given, question);
    try (PreparedStatement query =
            Where.prepare(
                sql, "select count(*) from " + table + " where " + where.sql(), where.values());
        ResultSet result = query.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  /** The conditions that these parameters mean. */
  Where where(Map<String, String> given, Question question) {
    Where where = new Where();
    for (Filter filter : filters) {
      String text = given.get(filter.parameter().name());
      if (text != null) {
        filter.condition().add(where, read(filter.parameter(), text, question), question);
      }
    }
    return where;
  }

  private static Object read(Parameter parameter, String text, Question question) {
    try {
      return parameter.read(text, question.zone());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(parameter.name() + " must be " + e.getMessage(), e);
    }
  }

  private List<Key> keys(String sort, boolean up) {
    Key first =
        sorts.stream()
            .filter(key -> key.name().equals(sort))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("sort must be one of " + sorts()));
    return Stream.concat(Stream.of(first.sorted(up)), ids.stream()).toList();
  }

  /** Where a page begins that goes on after the row of these keys. */
  static String position(String... position) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(JSON.writeValueAsBytes(position));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts can be written", e);
    }
  }

  private static String[] read(String after, int size) {
    try {
      String[] position =
          JSON.readValue(
              new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8),
              String[].class);
      if (position.length == size && !Arrays.asList(position).contains(null)) {
        return position;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(NOT_A_POSITION, e);
    }
    throw new IllegalArgumentException(NOT_A_POSITION);
  }
}
