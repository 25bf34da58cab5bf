package dev.patchbay.tracking;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one table as a JSON array, which the database reads in one go. */
final class JsonRows {

  private static final JsonFactory JSON = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;
  private int rows;

  JsonRows() {
    try {
      json = JSON.createGenerator(text);
      json.writeStartArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isEmpty() {
    return rows == 0;
  }

  JsonRows row() {
    try {
      if (rows++ > 0) {
        json.writeEndObject();
      }
      json.writeStartObject();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonRows with(String column, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    try {
      json.writeFieldName(column);
      if (value instanceof Integer number) {
        json.writeNumber(number);
      } else if (value instanceof Long number) {
        json.writeNumber(number);
      } else if (value instanceof Double number) {
        json.writeNumber(number);
      } else if (value instanceof Boolean truth) {
        json.writeBoolean(truth);
      } else if (value instanceof List<?> list) {
        json.writeStartArray();
        for (Object one : list) {
          json.writeString(one.toString());
        }
        json.writeEndArray();
      } else {
        json.writeString(value.toString());
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    try {
      if (rows > 0) {
        json.writeEndObject();
      }
      json.writeEndArray();
      json.close();
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
