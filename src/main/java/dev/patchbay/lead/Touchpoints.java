package dev.patchbay.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The times a person came into touch, each way once per session, in order. */
final class Touchpoints {

  /** What follows within this long is the same session. */
  private static final Duration SESSION = Duration.ofMinutes(30);

  /** Of more touches than this before a conversion, the first and the latest are credited. */
  private static final int MOST = 50;

  /** One touch. */
  record Point(UUID event, Instant at, Origin origin) {
    static final Comparator<Point> ORDER =
        Comparator.comparing(Point::at).thenComparing(Point::event);
  }

  private final List<Point> points = new ArrayList<>();
  private final Duration lookback;

  Touchpoints(
      List<Visit> visits, List<Inquiry> inquiries, List<Happening> history, LeadRules rules) {
    this.lookback = rules.lookback();
    List<Point> all = new ArrayList<>();
    visits.forEach(visit -> all.add(new Point(visit.event(), visit.at(), visit.origin())));
    for (Inquiry inquiry : inquiries) {
      if (!inquiry.isSpam(rules)) {
        all.add(new Point(inquiry.id(), inquiry.at(), inquiry.origin()));
      }
    }
    for (Happening event : history) {
      if (event.is("sale.completed")) {
        Origin origin = Origins.of(event.data().attribution(), null, rules);
        if (!origin.isDirect()) {
          all.add(new Point(event.id(), event.at(), origin));
        }
      }
    }
    all.sort(Point.ORDER);
    collapse(all);
  }

  /** A form that repeats the click of the visit before it is no second touch. */
  private void collapse(List<Point> all) {
    Set<String> clicks = new HashSet<>();
    @Nullable Point last = null;
    Instant active = Instant.MIN;
    for (Point point : all) {
      Origin origin = point.origin();
      boolean same =
          last != null
              && !point.at().isAfter(active.plus(SESSION))
              && (origin.isDirect() || origin.isSameAs(last.origin()));
      boolean clicked = origin.clickId() != null && !clicks.add(origin.clickId());
      if (!same && !clicked) {
        points.add(point);
        last = point;
      }
      active = point.at();
    }
  }

  /** The touches that may be credited for a conversion, in order. */
  private List<Point> before(Instant at) {
    Instant since = at.minus(lookback);
    List<Point> before = new ArrayList<>();
    for (Point point : points) {
      if (!point.at().isAfter(at) && !point.at().isBefore(since)) {
        before.add(point);
      }
    }
    if (before.size() <= MOST) {
      return before;
    }
    List<Point> most = new ArrayList<>(MOST);
    most.add(before.get(0));
    most.addAll(before.subList(before.size() - MOST + 1, before.size()));
    return most;
  }

  /** The origin of a conversion: its own, else that of the last touch that tells one. */
  Origin at(Instant at, Origin own) {
    Origin found = own;
    @Nullable String page = own.landingPage();
    List<Point> before = before(at);
    for (int i = before.size() - 1; i >= 0; i--) {
      Origin origin = before.get(i).origin();
      if (found.isDirect() && !origin.isDirect()) {
        found = origin;
      }
      page = page == null ? origin.landingPage() : page;
    }
    return found.landingPage() == null ? found.withLandingPage(page) : found;
  }

  /** What each touch before a conversion is credited; a conversion out of nowhere has itself. */
  List<Touch> credit(
      UUID conversion, boolean sale, Instant at, @Nullable Long amount, @Nullable String currency) {
    List<Point> before = before(at);
    if (before.isEmpty()) {
      before = List.of(new Point(conversion, at, Origin.NOWHERE));
    }
    List<Weights> weights =
        AttributionModels.of(
            before.stream()
                .map(point -> new AttributionModels.Point(point.at(), point.origin().isDirect()))
                .toList());
    List<Touch> touches = new ArrayList<>(before.size());
    for (int i = 0; i < before.size(); i++) {
      Point point = before.get(i);
      touches.add(
          new Touch(
              conversion,
              i + 1,
              sale,
              at,
              point.event(),
              point.at(),
              point.origin(),
              weights.get(i),
              amount,
              currency));
    }
    return touches;
  }
}
