package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,250.50 | USD | 125050",
        "1.250,50 | EUR | 125050",
        "1 250,50 | EUR | 125050",
        "1'250.50 | CHF | 125050",
        "1\u2019250.50 | CHF | 125050",
        "1\u00a0250,5 | EUR | 125050",
        "$1250 | USD | 125000",
        "$ 1,250 | CAD | 125000",
        "\u20ac12,5 | EUR | 1250",
        "12 \u20ac | EUR | 1200",
        "12.00 USD | USD | 1200",
        "1,250 | USD | 125000",
        "1.250 | EUR | 125000",
        "1,250,000 | USD | 125000000",
        "1,25,000.75 | INR | 12500075",
        "0 | USD | 0",
        ".5 | USD | 50",
        "0.05 | USD | 5",
        "1250 | JPY | 1250",
        "1,250 | JPY | 1250",
        "1.250 | KWD | 1250",
        "1,250 | KWD | 1250000",
        "12.5 | KWD | 12500",
        "999999999999.99 | USD | 99999999999999"
      })
  void readsWhatPeopleWrite(String text, String currency, long minor) throws Exception {
    assertThat(Amounts.minor(text, currency)).isEqualTo(minor);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-5 | USD",
        "\u22125 | USD",
        "(5.00) | USD",
        "much | USD",
        "12.345,6.7 | USD",
        "12,50,00 | USD",
        "1,2500 | USD",
        "1.2.3 | USD",
        "12.5 | JPY",
        "12.505 | USDX",
        "\u20ac12 | USD",
        "12 EUR | USD",
        "$12 | EUR",
        "1e5 | USD",
        "\u0661\u0662 | USD",
        "=1+1 | USD",
        "99999999999999.99 | USD",
        "12 | $",
        "'' | USD"
      })
  void refusesInWordsWhatMayMeanSomethingElse(String text, String currency) {
    assertThatThrownBy(() -> Amounts.minor(text, currency))
        .isInstanceOf(Amounts.UnreadableException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void readsBackWhatItWrites() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      String currency = new String[] {"USD", "EUR", "JPY", "KWD"}[i % 4];
      long minor = random.nextLong(1_000_000_000_000L);
      assertThat(Amounts.minor(Amounts.written(minor, currency), currency)).isEqualTo(minor);
      assertThat(
              Amounts.minor(new Money().of(minor, currency).replaceAll("^[^0-9]+", ""), currency))
          .isEqualTo(minor);
    }
  }
}
