package dev.patchbay.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarketingConsentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "newsletter",
        "newsletters",
        "marketing",
        "promotion",
        "promotional",
        "promo",
        "promos",
        "special offers",
        "offers and",
        "and offers",
        "exclusive offers",
        "deals and",
        "and deals",
        "news and",
        "mailing list",
        "publicidad",
        "promociones",
        "ofertas",
        "boletin",
        "novedades",
        "offres",
        "infolettre",
        "publicite",
        "actualites",
        "werbung",
        "werbliche",
        "angebote",
        "rundbrief",
        "novidades",
        "promocoes",
        "boletim",
        "nieuwsbrief",
        "aanbiedingen",
        "reclame",
        "offerte",
        "promozioni",
        "novita"
      })
  void knowsEachWordForMarketing(String word) {
    Answer answer = new Answer("Please email me " + word + " more", "box", "checkbox", "yes");
    assertThat(MarketingConsent.of(List.of(answer)))
        .isNotNull()
        .extracting(consent -> consent.email())
        .isEqualTo("granted");
  }

  @Test
  void saysNothingOfTerms() {
    Answer answer = new Answer("I agree to the terms by email", "terms", "checkbox", "yes");
    assertThat(MarketingConsent.of(List.of(answer))).isNull();
  }
}
