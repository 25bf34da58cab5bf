package dev.patchbay.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by a key that grows: {@link #ask} prepares the query from the cursor on, and {@link
 * #row} turns each row into a JSON object.
 */
public final class RowCursor {

  private static final ObjectMapper JSON = new ObjectMapper();

  private @Nullable String cursor;
  private @Nullable String key;
  private @Nullable String query;
  private String start = "0";

  /** Name of the cursor bean, from the Kamelet's {@code cursor} property. */
  public void setCursor(String cursor) {
    this.cursor = cursor;
  }

  /** Column whose value grows with each new row. */
  public void setKey(String key) {
    this.key = key;
  }

  /** Select with {@code :?position} in it, ordered by the key. */
  public void setQuery(String query) {
    this.query = query;
  }

  /** The position before the first row. */
  public void setStart(String start) {
    this.start = start;
  }

  /** Body: the query; header {@code position}: a number, a time or text. */
  public void ask(Exchange exchange) {
    SourceCursor bean =
        exchange
            .getContext()
            .getRegistry()
            .lookupByNameAndType(required(cursor, "cursor"), SourceCursor.class);
    if (bean == null) {
      throw new IllegalStateException("There is no cursor bean '" + cursor + "'");
    }
    exchange.getMessage().setBody(required(query, "query"));
    exchange.getMessage().setHeader("position", typed(bean.position().orElse(start)));
  }

  /** The row as JSON text, its key as message id and position. */
  public void row(Exchange exchange) throws JsonProcessingException, InvalidPayloadException {
    Map<?, ?> row = exchange.getMessage().getMandatoryBody(Map.class);
    ObjectNode json = JSON.createObjectNode();
    String position = null;
    for (Map.Entry<?, ?> column : row.entrySet()) {
      String name = String.valueOf(column.getKey());
      put(json, name, column.getValue());
      if (name.equalsIgnoreCase(key) && column.getValue() != null) {
        position = text(column.getValue());
      }
    }
    if (position == null) {
      throw new IllegalStateException(
          "A row has no value in the key column '%s': select it, and choose one without nulls"
              .formatted(key));
    }
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setBody(JSON.writeValueAsString(json));
    message.setHeader(Headers.MESSAGE_ID, position);
    message.setHeader(Headers.CURSOR, position);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.setMessage(message);
  }

  private static String required(@Nullable String value, String property) {
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "The Kamelet's row bean lacks its property `%s`".formatted(property));
    }
    return value;
  }

  private static Object typed(String position) {
    if (position.matches("-?\\d{1,18}")) {
      return Long.parseLong(position);
    }
    if (position.matches("-?\\d+(\\.\\d+)?")) {
      return new BigDecimal(position);
    }
    try {
      return Timestamp.from(Instant.parse(position));
    } catch (DateTimeParseException notATime) {
      return position;
    }
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Timestamp time) {
      return time.toInstant().toString();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    return value.toString();
  }

  private static void put(ObjectNode json, String name, @Nullable Object value) {
    if (value == null) {
      json.putNull(name);
    } else if (value instanceof Boolean flag) {
      json.put(name, flag);
    } else if (value instanceof BigDecimal number) {
      json.put(name, number);
    } else if (value instanceof BigInteger number) {
      json.put(name, number);
    } else if (value instanceof Double || value instanceof Float) {
      json.put(name, ((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      json.put(name, number.longValue());
    } else if (value instanceof byte[] bytes) {
      json.put(name, bytes);
    } else if (value instanceof Date date) {
      json.put(name, date.toLocalDate().toString());
    } else if (value instanceof Time time) {
      json.put(name, time.toLocalTime().toString());
    } else {
      json.put(name, text(value));
    }
  }
}
