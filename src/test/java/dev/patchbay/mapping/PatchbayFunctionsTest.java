package dev.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchbayFunctionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          phone("(212) 555-0123", "US")       | "+12125550123"
          phone("212.555.0123", "us")         | "+12125550123"
          phone("1 212 555 0123 ext. 4", "US")| "+12125550123"
          phone("+44 20 7946 0123")           | "+442079460123"
          phone("0044 20 7946 0123")          | "+442079460123"
          phone("020 7946 0123", "GB")        | "+442079460123"
          phone("tel:+1-212-555-0123")        | "+12125550123"
          phone(12125550123, "US")            | "+12125550123"
          phone("(212) 555-0123")             | null
          phone("555-0123", "US")             | null
          phone("Restricted", "US")           | null
          phone("call 2125550123 after five", "US") | null
          phone("", "US")                     | null
          phone(null, "US")                   | null
          phone({"a": 1}, "US")               | null
          phone("2125550123", "ZZ")           | null
          opt_out("  stop ")                  | true
          opt_out("Unsubscribe.")             | true
          opt_out("STOP ALL!")                | true
          opt_out("Stop by at noon?")         | false
          opt_out("")                         | false
          opt_out(null)                       | false
          country_code(" us ")                | "US"
          country_code("U.S.A.")              | "US"
          country_code("United States")       | "US"
          country_code("UK")                  | "GB"
          country_code("Österreich")          | "AT"
          country_code("Côte d’Ivoire")       | "CI"
          country_code("Trinidad and Tobago") | "TT"
          country_code("DEU")                 | "DE"
          country_code("Ontario")             | null
          country_code("XX")                  | null
          country_code("  ")                  | null
          country_code(null)                  | null
          email("  Ana@Example.COM ")         | "ana@example.com"
          email("mailto:ana@example.com")     | "ana@example.com"
          email("Ana <ana@example.com>")      | "ana@example.com"
          email("o'neil+x@mail.example.co")   | "o'neil+x@mail.example.co"
          email("ana@bücher.example")         | "ana@xn--bcher-kva.example"
          email("not-an-email")               | null
          email("a@b")                        | null
          email("a b@example.com")            | null
          email("a..b@example.com")           | null
          email("@example.com")               | null
          email("ana@example..com")           | null
          email("ana@example.com, bo@example.com") | null
          email("ana@10.0.0.1")               | null
          email(3)                            | null
          minor_units("1,234.50", "USD")      | 123450
          minor_units("1.234,50", "EUR")      | 123450
          minor_units("1 234,5", "EUR")       | 123450
          minor_units("$12.34", "USD")        | 1234
          minor_units("12.34 USD", "USD")     | 1234
          minor_units(12.5, "USD")            | 1250
          minor_units(12, "usd")              | 1200
          minor_units("-3.10", "USD")         | -310
          minor_units("(12.00)", "USD")       | -1200
          minor_units("1,234", "USD")         | 123400
          minor_units("1,5", "EUR")           | 150
          minor_units("1,234,567", "USD")     | 123456700
          minor_units("1500", "JPY")          | 1500
          minor_units("1.234", "KWD")         | 1234
          minor_units(0.1, "USD")             | 10
          minor_units("19.999", "USD")        | 2000
          minor_units("12.34.56", "USD")      | null
          minor_units("12 - 15", "USD")       | null
          minor_units("free", "USD")          | null
          minor_units("", "USD")              | null
          minor_units(5, "XXX")               | null
          minor_units(5, "nope")              | null
          minor_units(5, null)                | null
          minor_units("99999999999999999999999", "USD") | null
          major_units(1234, "USD")            | "12.34"
          major_units(-5, "USD")              | "-0.05"
          major_units(1500, "JPY")            | "1500"
          major_units("1234", "KWD")          | "1.234"
          major_units(null, "USD")            | null
          pieces(3)                           | 3
          pieces(2.0)                         | 2
          pieces(1.5)                         | 1
          pieces(0)                           | 1
          pieces(-2)                          | 1
          pieces(1e300)                       | 1
          pieces("2")                         | 1
          pieces(null)                        | 1
          sha256_hex("ana@example.com")       | "8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11"
          md5_hex("ana@example.com")          | "cdb9d6a1dddc375a09cc83e3001598dc"
          sha256_hex(null)                    | null
          first_name("Ana Maria Silva")       | "Ana"
          last_name("Ana Maria Silva")        | "Maria Silva"
          first_name("Silva, Ana")            | "Ana"
          last_name("Silva, Ana")             | "Silva"
          first_name("Dr. Ana Silva")         | "Ana"
          last_name("Ana Silva, Jr.")         | "Silva Jr."
          first_name("Ana")                   | "Ana"
          last_name("Ana")                    | null
          first_name("ana@example.com")       | null
          first_name("  ")                    | null
          query_params("https://a.example/?utm_source=a%20b&x=1+2&x=3&y#f") | {"utm_source":"a b","x":"1 2","y":""}
          query_params("https://a.example/")  | {}
          query_params("%%%?%zz=%41")         | {"%zz":"A"}
          query_params(null)                  | null
          blank_to_null("  ")                 | null
          blank_to_null("x")                  | "x"
          blank_to_null(12.5)                 | "12.5"
          blank_to_null(true)                 | "true"
          blank_to_null({})                   | null
          blank_to_null(["x"])                | null
          html_text("<p>Hi <b>you</b></p><p>a&amp;b<br>c</p><script>x</script>") | "Hi you\\na&b\\nc"
          html_text(null)                     | null
          url_encode("a b&c/é")               | "a%20b%26c%2F%C3%A9"
          """)
  void givesWhatTheTableSays(String call, String expected) throws Exception {
    JsonNode actual = JSON.readTree(apply(call).toString());
    assertThat(actual).isEqualTo(JSON.readTree(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "2026-11-22T09:00:00Z"                    | 2026-11-22T09:00:00Z
          "2018-02-19T13:41:00.236-05:00"           | 2018-02-19T18:41:00.236Z
          "2023-03-14T02:00:56.000119371Z"          | 2023-03-14T02:00:56.000119371Z
          "2018-02-19 18:41:00"                     | 2018-02-19T18:41:00Z
          "2018-02-19 18:41:00", "America/New_York" | 2018-02-19T23:41:00Z
          "2018-02-19 18:41:00 -0500"               | 2018-02-19T23:41:00Z
          "2018-02-19 18:41:00 UTC"                 | 2018-02-19T18:41:00Z
          "2018-02-19T18:41:00+0200"                | 2018-02-19T16:41:00Z
          "20180219T184100Z"                        | 2018-02-19T18:41:00Z
          "2005-10-15"                              | 2005-10-15T00:00:00Z
          "Mon, 06 Jul 2026 09:00:00 +1000"         | 2026-07-05T23:00:00Z
          "Mon, 6 Jul 2026 09:00:00 +1000 (AEST)"   | 2026-07-05T23:00:00Z
          "6 Jul 2026 09:00:00 GMT"                 | 2026-07-06T09:00:00Z
          "11/22/2026 3:04 PM", "America/Chicago"   | 2026-11-22T21:04:00Z
          "11/22/2026 12:04 am"                     | 2026-11-22T00:04:00Z
          "22/11/2026 15:04"                        | 2026-11-22T15:04:00Z
          "03.11.2026 15:04"                        | 2026-11-03T15:04:00Z
          "11.22.2026 15:04"                        | 2026-11-22T15:04:00Z
          "11/22/26"                                | 2026-11-22T00:00:00Z
          "November 22, 2026 at 3:04 pm"            | 2026-11-22T15:04:00Z
          "Nov 22, 2026, 3:04:05 PM"                | 2026-11-22T15:04:05Z
          "22 Nov 2026 15:04 EST"                   | 2026-11-22T20:04:00Z
          1795338245                                | 2026-11-22T09:04:05Z
          1795338245123                             | 2026-11-22T09:04:05.123Z
          "1795338245.5"                            | 2026-11-22T09:04:05.500Z
          1795338245123456789                       | 2026-11-22T09:04:05.123456789Z
          """)
  void readsWrittenTimes(String written, String expected) {
    assertThat(apply("instant(" + written + ")").asText()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"yesterday\"",
        "\"\"",
        "null",
        "true",
        "[]",
        "\"2026-13-40\"",
        "\"2026-11-22T25:00:00Z\"",
        "\"13/13/2026\"",
        "\"2026-11-22 10:00\", \"Nowhere/Atall\"",
        "\"99999999999999999999999999999999\"",
        "0.000000000000000000000000000000000000000000000000001e400",
        "\"12:00\""
      })
  void givesNothingForWhatIsNoTime(String written) {
    JsonNode actual = apply("instant(" + written + ")");
    assertThat(actual).isEqualTo(NullNode.getInstance());
  }

  @Test
  void givesEpochNumbers() {
    assertThat(apply("epoch_seconds(\"2026-11-22T09:04:05.9Z\")").longValue())
        .isEqualTo(1795338245L);
    assertThat(apply("epoch_millis(\"2026-11-22T09:04:05.9Z\")").longValue())
        .isEqualTo(1795338245900L);
    assertThat(apply("epoch_millis(\"x\")").isNull()).isTrue();
  }

  @Test
  void neverFailsWhateverItIsGiven() throws Exception {
    List<String> calls =
        List.of(
            "phone(., \"US\")",
            "email(.)",
            "country_code(.)",
            "opt_out(.)",
            "minor_units(., \"USD\")",
            "minor_units(12, .)",
            "major_units(., \"USD\")",
            "pieces(.)",
            "sha256_hex(.)",
            "first_name(.)",
            "last_name(.)",
            "instant(.)",
            "instant(\"2026-01-01\", .)",
            "epoch_seconds(.)",
            "query_params(.)",
            "blank_to_null(.)",
            "html_text(.)",
            "url_encode(.)");
    List<Mapping> mappings = calls.stream().map(PatchbayFunctionsTest::compiled).toList();
    Random random = new Random(7);
    String alphabet = "0123456789+-.,:/@<>&;%=?# aAeEéZT\u0000\uD800\n'\"()";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      JsonNode input = JSON.getNodeFactory().textNode(text.toString());
      for (Mapping mapping : mappings) {
        assertThatCode(() -> mapping.apply(input, Map.of())).doesNotThrowAnyException();
      }
    }
  }

  private static JsonNode apply(String call) {
    return compiled(call).apply(NullNode.getInstance(), Map.of());
  }

  private static Mapping compiled(String call) {
    return Mappings.compile("a.jslt", call, name -> Optional.empty());
  }
}
