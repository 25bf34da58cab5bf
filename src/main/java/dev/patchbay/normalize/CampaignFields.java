package dev.patchbay.normalize;

import dev.patchbay.event.Answer;
import dev.patchbay.event.Attribution;
import dev.patchbay.mapping.Remembered;
import dev.patchbay.mapping.Urls;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Campaign parameters and click ids, from a form's hidden fields and the addresses of pages. */
final class CampaignFields {

  private static final int MAX_CHARACTERS = 2000;
  private static final Pattern SIGNS = Pattern.compile("[^a-z0-9]+");
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("utmsource", "source"),
          Map.entry("utmmedium", "medium"),
          Map.entry("utmcampaign", "campaign"),
          Map.entry("utmterm", "term"),
          Map.entry("utmcontent", "content"),
          Map.entry("gclid", "gclid"),
          Map.entry("gclidfield", "gclid"),
          Map.entry("gbraid", "gbraid"),
          Map.entry("wbraid", "wbraid"),
          Map.entry("fbclid", "fbclid"),
          Map.entry("fbc", "fbc"),
          Map.entry("fbp", "fbp"),
          Map.entry("msclkid", "msclkid"),
          Map.entry("referrer", "referrer"),
          Map.entry("referer", "referrer"),
          Map.entry("httpreferer", "referrer"),
          Map.entry("referrerurl", "referrer"),
          Map.entry("landingpage", "landingPage"),
          Map.entry("landingpageurl", "landingPage"),
          Map.entry("keyword", "keyword"),
          Map.entry("utmkeyword", "keyword"),
          Map.entry("visitorid", "visitorId"));
  private static final Remembered<String> SQUEEZED =
      new Remembered<>(name -> SIGNS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(""));
  private static final Set<String> ADDRESSES = Set.of("referrer", "landingPage");
  private static final List<String> CAMPAIGN =
      List.of("source", "medium", "campaign", "term", "content");
  private static final List<String> CLICKS =
      List.of("gclid", "gbraid", "wbraid", "fbclid", "msclkid");

  private CampaignFields() {}

  /**
   * What is known already comes first, then hidden fields, then the landing page, then the form.
   */
  static @Nullable Attribution complete(
      @Nullable Attribution known, List<Answer> answers, @Nullable String formUrl) {
    Map<String, String> found = new HashMap<>();
    for (Answer answer : answers) {
      String field = field(answer);
      String value = answer.value();
      if (field != null && value != null && value.length() <= MAX_CHARACTERS) {
        boolean fits = !ADDRESSES.contains(field) || value.startsWith("http");
        if (fits) {
          found.putIfAbsent(field, value);
        }
      }
    }
    Attribution merged = merge(known, found);
    String landing = merged == null ? null : merged.landingPage();
    merged = merge(merged, fromUrl(merged, landing));
    return merge(merged, fromUrl(merged, formUrl));
  }

  private static @Nullable String field(Answer answer) {
    String byRef = named(answer.ref());
    return byRef != null ? byRef : named(answer.label());
  }

  private static @Nullable String named(@Nullable String name) {
    return name == null || name.length() > 40 ? null : NAMES.get(SQUEEZED.of(name));
  }

  /** Campaign parameters only as a set: those of two visits are never mixed. */
  private static Map<String, String> fromUrl(@Nullable Attribution known, @Nullable String url) {
    Map<String, String> found = new HashMap<>();
    if (url == null || url.length() > 4 * MAX_CHARACTERS) {
      return found;
    }
    Map<String, String> query = new HashMap<>();
    Urls.query(url)
        .forEach((name, value) -> query.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    boolean campaign =
        known != null
            && (known.source() != null
                || known.medium() != null
                || known.campaign() != null
                || known.term() != null
                || known.content() != null);
    if (!campaign) {
      CAMPAIGN.forEach(name -> put(found, name, query.get("utm_" + name)));
    }
    CLICKS.forEach(name -> put(found, name, query.get(name)));
    return found;
  }

  private static void put(Map<String, String> found, String name, @Nullable String value) {
    if (value != null && !value.isBlank() && value.length() <= MAX_CHARACTERS) {
      found.put(name, Characters.storable(value).strip());
    }
  }

  private static @Nullable Attribution merge(
      @Nullable Attribution known, Map<String, String> more) {
    if (more.isEmpty()) {
      return known;
    }
    Attribution base = known == null ? Attribution.NOTHING : known;
    return new Attribution(
        first(base.source(), more.get("source")),
        first(base.medium(), more.get("medium")),
        first(base.campaign(), more.get("campaign")),
        first(base.term(), more.get("term")),
        first(base.content(), more.get("content")),
        first(base.gclid(), more.get("gclid")),
        first(base.gbraid(), more.get("gbraid")),
        first(base.wbraid(), more.get("wbraid")),
        first(base.fbclid(), more.get("fbclid")),
        first(base.fbc(), more.get("fbc")),
        first(base.fbp(), more.get("fbp")),
        first(base.msclkid(), more.get("msclkid")),
        first(base.referrer(), more.get("referrer")),
        first(base.landingPage(), more.get("landingPage")),
        first(base.keyword(), more.get("keyword")),
        base.trackingNumber(),
        first(base.visitorId(), more.get("visitorId")));
  }

  private static @Nullable String first(@Nullable String known, @Nullable String found) {
    return known != null ? known : found;
  }
}
