package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.access.Scope;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages that can be gone to from everywhere, in the order in which they are shown. */
final class Navigation {

  /**
   * A way to a page.
   *
   * @param group pages of one group stand together
   * @param here whether it is the one that is shown
   */
  record Entry(String path, String title, String group, boolean here) {}

  private record Place(String path, String title, String group, Scope scope) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("/app", "Today", "", Scope.READ),
          new Place("/app/leads", "Calls & leads", "", Scope.READ),
          new Place("/app/customers", "Customers", "", Scope.READ),
          new Place("/app/funnel", "Funnel", "Marketing", Scope.READ),
          new Place("/app/sources", "Sources", "Marketing", Scope.READ),
          new Place("/app/speed", "Landing pages", "Marketing", Scope.READ),
          new Place("/app/counts", "Counts", "Marketing", Scope.READ),
          new Place("/app/suppression", "Buyers and ads", "Marketing", Scope.READ),
          new Place("/app/reports", "Reports", "Marketing", Scope.READ),
          new Place("/app/connections", "Connections", "IT", Scope.READ),
          new Place("/app/dead-letters", "Dead letters", "IT", Scope.READ),
          new Place("/app/invalid", "Invalid messages", "IT", Scope.READ),
          new Place("/app/reviews", "Doubtful matches", "IT", Scope.READ),
          new Place("/app/differences", "Differences", "IT", Scope.READ),
          new Place("/app/people", "People", "Admin", Scope.ADMIN),
          new Place("/app/tokens", "API tokens", "Admin", Scope.ADMIN),
          new Place("/app/audit", "Audit", "Admin", Scope.ADMIN));

  private final List<Place> served;

  /** Shows those places that have a page. */
  Navigation(List<PageRoute> routes) {
    Set<String> paths = routes.stream().map(PageRoute::path).collect(Collectors.toSet());
    served = PLACES.stream().filter(place -> paths.contains(place.path())).toList();
  }

  /** The ways that this caller has, seen from a page. */
  List<Entry> seenFrom(String path, Caller caller) {
    return served.stream()
        .filter(place -> caller.may(place.scope()))
        .map(
            place ->
                new Entry(place.path(), place.title(), place.group(), isAt(place.path(), path)))
        .toList();
  }

  private static boolean isAt(String place, String path) {
    return path.equals(place) || !place.equals("/app") && path.startsWith(place + "/");
  }
}
