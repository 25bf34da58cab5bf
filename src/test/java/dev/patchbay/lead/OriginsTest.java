package dev.patchbay.lead;

import static dev.patchbay.lead.Told.attribution;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Attribution;
import org.junit.jupiter.api.Test;

class OriginsTest {

  @Test
  void readsWhatTheLinkSaysBeforeAnythingElse() {
    Origin origin =
        of(
            attribution(
                "Newsletter",
                "Email",
                "May",
                "click",
                "https://www.google.com/",
                "https://Example.com/a/?x=ana@example.com",
                null));

    assertThat(origin.source()).isEqualTo("newsletter");
    assertThat(origin.medium()).isEqualTo("email");
    assertThat(origin.campaign()).isEqualTo("May");
    assertThat(origin.clickKind()).isEqualTo("gclid");
    assertThat(origin.landingPage()).isEqualTo("example.com/a");
  }

  @Test
  void knowsSearchEnginesOfAllCountriesAndOtherSites() {
    assertThat(from("https://www.google.co.uk/")).isEqualTo("google organic");
    assertThat(from("https://search.yahoo.com/x")).isEqualTo("yahoo organic");
    assertThat(from("https://l.facebook.com/l.php?u=1")).isEqualTo("facebook social");
    assertThat(from("https://News.Example.org/article?id=7"))
        .isEqualTo("news.example.org referral");
    assertThat(from("https://mail.google.com/mail/u/0")).isEqualTo("mail referral");
  }

  @Test
  void takesThePagesOwnSiteForNoReferrer() {
    Origin origin =
        of(
            attribution(
                null,
                null,
                null,
                null,
                "https://www.example.com/",
                "https://example.com/contact",
                null));

    assertThat(origin.isDirect()).isTrue();
  }

  @Test
  void readsTheWordsOfToolsThatKnowNothing() {
    assertThat(of(attribution("(direct)", "(none)", "(not set)", null, null, null, null)))
        .isEqualTo(Origin.NOWHERE);
    assertThat(of(null)).isEqualTo(Origin.NOWHERE);
    assertThat(of(attribution("Direct", null, null, "click", null, null, null)).source())
        .isEqualTo("google");
    assertThat(of(attribution(null, "cpc", "May", null, null, null, null)).source())
        .isEqualTo("unknown");
  }

  private static String from(String referrer) {
    Origin origin = of(attribution(null, null, null, null, referrer, "https://example.com", null));
    return origin.source() + " " + origin.medium();
  }

  private static Origin of(Attribution attribution) {
    return Origins.of(attribution, null, LeadRules.USUAL);
  }
}
