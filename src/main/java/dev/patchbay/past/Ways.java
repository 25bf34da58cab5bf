package dev.patchbay.past;

import dev.patchbay.event.Attribution;
import dev.patchbay.past.Past.Way;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How people come: drawn by weight, of those there are on the day. */
final class Ways {

  private final Calendar calendar;
  private final List<Way> all;
  private final List<Way> web;

  Ways(Past past, Calendar calendar) {
    this.calendar = calendar;
    this.all = past.ways();
    this.web = all.stream().filter(way -> way.by().equals("web")).toList();
  }

  List<Way> all() {
    return all;
  }

  Way any(Chance chance, long at) {
    return draw(all, chance, at);
  }

  Way toTheSite(Chance chance, long at) {
    return draw(web, chance, at);
  }

  /** As a browser tells of it. */
  static Attribution visited(Way way, Somebody who, Chance chance) {
    String click = way.click() == null ? null : chance.hex(10);
    return attribution(
        way, click, keyword(way, chance), way.page(), null, who.visitor, referrer(way));
  }

  /** As a tracking tool tells of a call; without a number that it knows, nothing but the number. */
  static Attribution called(Way way, Chance chance) {
    return attribution(way, null, keyword(way, chance), way.page(), way.number(), null, null);
  }

  /** All that a mail tells: who sent it on. */
  static @Nullable Attribution mailed(Way way) {
    return way.source() == null ? null : attribution(way, null, null, null, null, null, null);
  }

  /** As an ad account's report names it. */
  static Attribution reported(Way way) {
    return attribution(way, null, null, null, null, null, null);
  }

  private static @Nullable String keyword(Way way, Chance chance) {
    List<String> keywords = way.keywords();
    return keywords == null ? null : chance.one(keywords);
  }

  private static @Nullable String referrer(Way way) {
    return way.source() == null || !"web".equals(way.by())
        ? null
        : "https://www." + way.source() + ".example/";
  }

  private static Attribution attribution(
      Way way,
      @Nullable String click,
      @Nullable String keyword,
      @Nullable String page,
      @Nullable String number,
      @Nullable String visitor,
      @Nullable String referrer) {
    String kind = way.click();
    return new Attribution(
        way.source(),
        way.medium(),
        way.campaign(),
        null,
        null,
        Objects.equals(kind, "gclid") ? click : null,
        null,
        null,
        Objects.equals(kind, "fbclid") ? click : null,
        null,
        null,
        Objects.equals(kind, "msclkid") ? click : null,
        referrer,
        page,
        keyword,
        number,
        visitor);
  }

  private Way draw(List<Way> from, Chance chance, long at) {
    double sum = 0;
    for (Way way : from) {
      sum += isThere(way, at) ? way.weight() : 0;
    }
    double place = chance.random.nextDouble() * sum;
    Way last = from.get(0);
    for (Way way : from) {
      if (isThere(way, at)) {
        last = way;
        place -= way.weight();
        if (place < 0) {
          return way;
        }
      }
    }
    return last;
  }

  /** Whether it can be come by at the moment. */
  boolean isThere(Way way, long at) {
    return (way.from() == null || calendar.isFrom(at, way.from()))
        && !calendar.isFrom(at, way.until());
  }
}
