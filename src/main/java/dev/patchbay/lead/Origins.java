package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where somebody came from off an event. */
final class Origins {

  private Origins() {}

  private record Click(String kind, String id) {}

  /**
   * Where the person of this attribution came from: what the link said, else the ad network's click
   * id, else what the dialed number was printed for, else the referring site, else nowhere.
   *
   * @param dialed tracking number, E.164, or {@code null}
   */
  static Origin of(@Nullable Attribution said, @Nullable String dialed, LeadRules rules) {
    Attribution told = said == null ? Attribution.NOTHING : said;
    Click click = click(told);
    String page = PageAddress.of(told.landingPage());
    String referrer = PageAddress.of(told.referrer());
    String source = word(told.source());
    String medium = word(told.medium());
    String campaign = text(told.campaign());
    String keyword = first(text(told.keyword()), text(told.term()));
    Optional<KnownSources.Known> clicked =
        click == null ? Optional.empty() : KnownSources.click(click.kind());
    NumberCampaign number = dialed == null ? null : rules.numbers().get(dialed);
    if (source == null && campaign == null && medium == null && clicked.isEmpty()) {
      if (number != null) {
        source = first(word(number.source()), "phone");
        medium = word(number.medium());
        campaign = text(number.campaign());
        keyword = first(text(number.keyword()), keyword);
      } else if (referrer != null && !isOwn(referrer, page)) {
        String host = PageAddress.host(referrer);
        KnownSources.Known known =
            KnownSources.host(host).orElse(new KnownSources.Known(host, "referral"));
        source = known.source();
        medium = known.medium();
      }
    } else if (source == null || (source.equals(Origin.DIRECT) && clicked.isPresent())) {
      source = clicked.map(KnownSources.Known::source).orElse("unknown");
      medium = first(medium, clicked.map(KnownSources.Known::medium).orElse(null));
    }
    return new Origin(
        Objects.requireNonNullElse(source, Origin.DIRECT),
        medium,
        campaign,
        keyword,
        text(told.content()),
        page,
        referrer,
        click == null ? null : click.kind(),
        click == null ? null : click.id());
  }

  /** The origin that tells most among the events of one form or call, told in order. */
  static Origin best(List<Happening> events, @Nullable String dialed, LeadRules rules) {
    Origin best = Origin.NOWHERE;
    @Nullable String page = null;
    @Nullable String referrer = null;
    for (Happening event : events) {
      Origin origin = of(event.data().attribution(), dialed, rules);
      page = first(page, origin.landingPage());
      referrer = first(referrer, origin.referrer());
      if (weight(origin) > weight(best)) {
        best = origin;
      }
    }
    return new Origin(
        best.source(),
        best.medium(),
        best.campaign(),
        best.keyword(),
        best.content(),
        first(best.landingPage(), page),
        first(best.referrer(), referrer),
        best.clickKind(),
        best.clickId());
  }

  static Origin corrected(Origin origin, Corrected corrected) {
    String source = corrected.text(CorrectedField.SOURCE);
    String medium = corrected.text(CorrectedField.MEDIUM);
    String campaign = corrected.text(CorrectedField.CAMPAIGN);
    String keyword = corrected.text(CorrectedField.KEYWORD);
    if (source == null && medium == null && campaign == null && keyword == null) {
      return origin;
    }
    return new Origin(
        Objects.requireNonNullElse(source, origin.isDirect() ? "unknown" : origin.source()),
        source == null ? first(medium, origin.medium()) : medium,
        source == null ? first(campaign, origin.campaign()) : campaign,
        source == null ? first(keyword, origin.keyword()) : keyword,
        origin.content(),
        origin.landingPage(),
        origin.referrer(),
        origin.clickKind(),
        origin.clickId());
  }

  private static int weight(Origin origin) {
    if (origin.isDirect()) {
      return 0;
    }
    return (origin.campaign() != null ? 4 : 0)
        + (origin.clickId() != null ? 2 : 0)
        + ("referral".equals(origin.medium()) || "organic".equals(origin.medium()) ? 1 : 2);
  }

  private static boolean isOwn(String referrer, @Nullable String page) {
    return page != null && PageAddress.host(referrer).equals(PageAddress.host(page));
  }

  private static @Nullable Click click(Attribution told) {
    String[] kinds = {"gclid", "gbraid", "wbraid", "msclkid", "fbclid", "fbc"};
    @Nullable String[] ids = {
      told.gclid(), told.gbraid(), told.wbraid(), told.msclkid(), told.fbclid(), told.fbc()
    };
    for (int i = 0; i < kinds.length; i++) {
      String id = text(ids[i]);
      if (id != null) {
        return new Click(kinds[i], id);
      }
    }
    return null;
  }

  /** Tools write {@code (direct)} and {@code (none)} where they know nothing. */
  private static @Nullable String word(@Nullable String said) {
    String text = text(said);
    if (text == null) {
      return null;
    }
    String word = text.toLowerCase(Locale.ROOT);
    return word.equals("(direct)") || word.equals("direct traffic") ? Origin.DIRECT : word;
  }

  private static @Nullable String text(@Nullable String said) {
    if (said == null || said.isBlank()) {
      return null;
    }
    String text = said.strip();
    return text.equalsIgnoreCase("(none)") || text.equalsIgnoreCase("(not set)") ? null : text;
  }

  static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one != null ? one : other;
  }
}
