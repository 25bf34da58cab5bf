package dev.patchbay.db;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * Arrays as PostgreSQL's own protocol has them: the driver writes arrays of ids and times as text,
 * which took a twentieth of the hub's time under load, and PostgreSQL as much to read.
 *
 * <p>Source: array_recv, uuid_recv, timestamptz_recv and their like in PostgreSQL's source; all
 * numbers are big-endian.
 */
final class BinaryArray {

  /** Arrays that can be written so, by the SQL type of an element. */
  private static final Map<String, BinaryArray> TYPES =
      Map.of(
          "uuid", new BinaryArray(Oid.UUID, Oid.UUID_ARRAY, 16),
          "text", new BinaryArray(Oid.TEXT, Oid.TEXT_ARRAY, 16),
          "timestamptz", new BinaryArray(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY, 8),
          "bigint", new BinaryArray(Oid.INT8, Oid.INT8_ARRAY, 8),
          "integer", new BinaryArray(Oid.INT4, Oid.INT4_ARRAY, 4),
          "smallint", new BinaryArray(Oid.INT2, Oid.INT2_ARRAY, 2),
          "boolean", new BinaryArray(Oid.BOOL, Oid.BOOL_ARRAY, 1),
          "bytea", new BinaryArray(Oid.BYTEA, Oid.BYTEA_ARRAY, 32));

  private static final int HEAD = 20;
  private static final int NULLS_AT = 4;
  private static final int NULL = -1;

  /** PostgreSQL counts time from the year 2000. */
  private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

  private final int element;
  private final int array;
  private final int usualBytes;

  private BinaryArray(int element, int array, int usualBytes) {
    this.element = element;
    this.array = array;
    this.usualBytes = usualBytes;
  }

  /** How arrays of this type are written, or {@code null} where the driver has to do it. */
  static @Nullable BinaryArray of(String type) {
    return TYPES.get(type);
  }

  /** The array's type, as the protocol names it. */
  int oid() {
    return array;
  }

  /**
   * One dimension, counted from 1.
   *
   * @throws ClassCastException when a value is no value of this type
   */
  byte[] bytes(@Nullable Object[] values) {
    Bytes bytes = new Bytes(HEAD + values.length * (4 + usualBytes));
    bytes.number(4, values.length == 0 ? 0 : 1);
    bytes.number(4, 0);
    bytes.number(4, element);
    if (values.length > 0) {
      bytes.number(4, values.length);
      bytes.number(4, 1);
    }
    for (Object value : values) {
      if (value == null) {
        bytes.number(4, NULL);
        bytes.content[NULLS_AT + 3] = 1;
      } else {
        write(bytes, value);
      }
    }
    return bytes.content();
  }

  private void write(Bytes bytes, Object value) {
    switch (element) {
      case Oid.UUID -> {
        UUID id = (UUID) value;
        bytes.number(4, 16);
        bytes.number(8, id.getMostSignificantBits());
        bytes.number(8, id.getLeastSignificantBits());
      }
      case Oid.TIMESTAMPTZ -> {
        bytes.number(4, 8);
        bytes.number(8, micros(value));
      }
      case Oid.BOOL -> {
        bytes.number(4, 1);
        bytes.number(1, (Boolean) value ? 1 : 0);
      }
      case Oid.TEXT -> bytes.all(value.toString().getBytes(StandardCharsets.UTF_8));
      case Oid.BYTEA -> bytes.all((byte[]) value);
      default -> {
        bytes.number(4, usualBytes);
        bytes.number(usualBytes, ((Number) value).longValue());
      }
    }
  }

  /** Rounded to the microsecond, halves to the even one, as PostgreSQL does with what is text. */
  private static long micros(Object value) {
    Instant time = (Instant) value;
    long micros = time.getNano() / 1_000;
    int rest = time.getNano() % 1_000;
    if (rest > 500 || (rest == 500 && micros % 2 == 1)) {
      micros++;
    }
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond() - EPOCH_SECONDS, 1_000_000L), micros);
  }

  /** Bytes that grow. */
  private static final class Bytes {

    private byte[] content;
    private int size;

    Bytes(int expected) {
      this.content = new byte[expected];
    }

    void number(int bytes, long value) {
      room(bytes);
      for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        content[size++] = (byte) (value >> shift);
      }
    }

    /** These, behind their length. */
    void all(byte[] more) {
      number(4, more.length);
      room(more.length);
      System.arraycopy(more, 0, content, size, more.length);
      size += more.length;
    }

    private void room(int bytes) {
      if (content.length - size < bytes) {
        content = Arrays.copyOf(content, Math.max(content.length * 2, size + bytes));
      }
    }

    byte[] content() {
      return size == content.length ? content : Arrays.copyOf(content, size);
    }
  }
}
