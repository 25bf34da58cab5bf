package dev.patchbay.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlArraysIT {

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void idsComeBackAsTheyWere() {
    Random random = new Random(4);
    @Nullable Object[] ids =
        IntStream.range(0, 300)
            .mapToObj(i -> i % 7 == 3 ? null : new UUID(random.nextLong(), random.nextLong()))
            .toArray();
    assertThat(readBack("uuid", ids)).isEqualTo(asTexts(ids));
  }

  @Test
  void textsOfAnyLengthAndScriptComeBackAsTheyWere() {
    Object[] texts = {
      "",
      "plain",
      "with \"quotes\", {braces}, \\ and ,",
      "NULL",
      "Füße, 東京, \uD83D\uDE00",
      "x".repeat(100_000),
      null
    };
    assertThat(readBack("text", texts)).isEqualTo(asTexts(texts));
  }

  @Test
  void numbersOfAllWidthsComeBackAsTheyWere() {
    Object[] bigs = {0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, null};
    assertThat(readBack("bigint", bigs)).isEqualTo(asTexts(bigs));
    Object[] numbers = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, null};
    assertThat(readBack("integer", numbers)).isEqualTo(asTexts(numbers));
    Object[] smalls = {0, -1, (int) Short.MAX_VALUE, (short) -32_768, null};
    assertThat(readBack("smallint", smalls)).isEqualTo(asTexts(smalls));
  }

  @Test
  void truthsComeBackAsTheyWere() {
    Object[] truths = {true, false, null};
    assertThat(readBack("boolean", truths)).isEqualTo(asTexts(truths));
  }

  @Test
  void anEmptyArrayIsNoNull() {
    assertThat(readBack("uuid", new Object[0])).isEmpty();
    assertThat(readBack("text", new Object[0])).isEmpty();
  }

  @Test
  void timesAreThoseThatTheirTextIs() {
    Object[] times = {
      Instant.parse("2026-11-23T09:00:00Z"),
      Instant.parse("1969-12-31T23:59:59.999999Z"),
      Instant.parse("1999-12-31T23:59:59.5Z"),
      Instant.parse("2000-01-01T00:00:00Z"),
      Instant.parse("0002-03-04T05:06:07.000001Z"),
      Instant.parse("9999-12-31T23:59:59.123456Z"),
      Instant.parse("2026-11-23T09:00:00.123456499Z"),
      Instant.parse("2026-11-23T09:00:00.123456500Z"),
      Instant.parse("2026-11-23T09:00:00.123457500Z"),
      Instant.parse("2026-11-23T09:00:00.999999999Z"),
      null
    };
    Object[] written =
        Arrays.stream(times).map(time -> time == null ? null : time.toString()).toArray();
    List<String> byText = new ArrayList<>();
    List<String> byBinary = new ArrayList<>();
    test.database()
        .inTransaction(
            sql -> {
              byText.addAll(
                  unnested(sql, "timestamptz", sql.createArrayOf("timestamptz", written)));
              byBinary.addAll(
                  unnested(sql, "timestamptz", SqlArrays.of(sql, "timestamptz", times)));
              return true;
            });
    assertThat(byBinary).isEqualTo(byText);
  }

  @Test
  void bytesComeBackAsTheyWere() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    List<byte[]> found = new ArrayList<>();
    test.database()
        .inTransaction(
            sql -> {
              try (PreparedStatement query = sql.prepareStatement("select unnest(?::bytea[])")) {
                query.setArray(
                    1,
                    SqlArrays.of(
                        sql,
                        "bytea",
                        new Object[] {all, "x".getBytes(StandardCharsets.US_ASCII), new byte[0]}));
                try (ResultSet rows = query.executeQuery()) {
                  while (rows.next()) {
                    found.add(rows.getBytes(1));
                  }
                }
              }
              return true;
            });
    assertThat(found).hasSize(3);
    assertThat(found.get(0)).isEqualTo(all);
    assertThat(found.get(1)).isEqualTo(new byte[] {'x'});
    assertThat(found.get(2)).isEmpty();
  }

  private static List<String> readBack(String type, @Nullable Object[] values) {
    return test.database()
        .inTransaction(sql -> unnested(sql, type, SqlArrays.of(sql, type, values)));
  }

  private static List<String> unnested(java.sql.Connection sql, String type, Array array)
      throws java.sql.SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    try (PreparedStatement query =
        sql.prepareStatement("select unnest(?::%s[])::text".formatted(type))) {
      query.setArray(1, array);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
    }
    return texts;
  }

  private static List<@Nullable String> asTexts(@Nullable Object[] values) {
    List<@Nullable String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(value == null ? null : value.toString());
    }
    return texts;
  }
}
