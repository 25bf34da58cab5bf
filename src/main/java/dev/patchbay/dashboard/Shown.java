package dev.patchbay.dashboard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number as a page shows it.
 *
 * @param text as people read it
 * @param value for charts and tests, or {@code null} where there is none
 * @param sum what of each row is summed, such as {@code amount*linear}; {@code null} where rows are
 *     counted
 * @param href the page with exactly its rows, or {@code null} where it has none
 */
record Shown(String text, @Nullable Double value, @Nullable String sum, @Nullable String href) {

  private static final Links LINKS = new Links();
  private static final Money MONEY = new Money();

  /** Nothing is known. */
  static final Shown NOTHING = new Shown("–", null, null, null);

  /**
   * A number of the API that can be opened.
   *
   * @param open its rows, as a path of the API
   */
  record Figure(double value, @Nullable String sumOf, @Nullable String open) {

    /** None at all. */
    static final Figure NONE = new Figure(0, null, null);

    long count() {
      return Math.round(value);
    }
  }

  /** So many; a dash where nothing is known. */
  static Shown count(@Nullable Figure figure) {
    return figure == null ? NOTHING : opened(figure, MONEY.count(figure.count()));
  }

  /** A sum of shares, such as 12.5 leads. */
  static Shown share(@Nullable Figure figure) {
    return figure == null
        ? NOTHING
        : opened(
            figure,
            Math.abs(figure.value() - Math.rint(figure.value())) < 0.005
                ? MONEY.count(figure.count())
                : String.format(Locale.US, "%,.1f", figure.value()));
  }

  /** An amount in minor units. */
  static Shown money(@Nullable Figure figure, @Nullable String currency) {
    return figure == null ? NOTHING : opened(figure, MONEY.of(figure.count(), currency));
  }

  /** A text that leads nowhere. */
  static Shown plain(@Nullable String text) {
    return text == null ? NOTHING : new Shown(text, null, null, null);
  }

  /** A quotient, which opens to the rows of what it is divided by, or made of. */
  static Shown per(@Nullable String text, @Nullable Figure figure) {
    return text == null || figure == null
        ? plain(text)
        : new Shown(text, null, null, LINKS.page(figure.open()));
  }

  private static Shown opened(Figure figure, String text) {
    return new Shown(text, figure.value(), figure.sumOf(), LINKS.page(figure.open()));
  }

  /**
   * How a count stands to that of the days before: {@code 12% more}, {@code the same}; {@code null}
   * where there was nothing to compare with.
   */
  static @Nullable String change(double now, double before) {
    if (before == 0) {
      return null;
    }
    long percent = Math.round(100 * (now - before) / before);
    if (percent == 0) {
      return "the same";
    }
    return percent > 0 ? percent + "% more" : -percent + "% fewer";
  }

  /** {@code 1 lead}, {@code 2 leads}. */
  static String so(long many, String one, String more) {
    return MONEY.count(many) + " " + (many == 1 ? one : more);
  }
}
