package dev.patchbay.web;

import dev.patchbay.access.Personal;
import dev.patchbay.access.Scope;
import dev.patchbay.customer.People;
import dev.patchbay.event.Person;
import dev.patchbay.tools.Difference;
import dev.patchbay.tools.Drift;
import dev.patchbay.tools.DriftSurvey;
import dev.patchbay.tracking.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Customers that tools do not agree on, and the repair. */
final class DriftApi implements ApiPart {

  private static final int MOST_AT_ONCE = 500;

  private final Drift drift;
  private final DriftSurvey survey;

  DriftApi(Drift drift, DriftSurvey survey) {
    this.drift = drift;
    this.survey = survey;
  }

  /**
   * What to repair; what is absent is not asked for.
   *
   * @param customer this one only
   * @param connection at this tool only
   * @param kind of this kind only
   * @param field in this field only
   * @param by by this word only
   */
  record RepairBody(
      @Nullable UUID customer,
      @Nullable String connection,
      @Nullable String kind,
      @Nullable String field,
      @Nullable String by,
      String why) {}

  /** A difference, and whose it is. */
  record DriftPerson(
      UUID customer,
      @Personal @Nullable String name,
      String kind,
      String connection,
      @Nullable String field,
      @Personal @Nullable String value,
      @Personal @Nullable String should,
      String by,
      List<String> ids,
      String repair) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
            "/api/v1/drift",
            "differences",
            "Customers who differ between tools, are missing in one or are there twice. A page holds"
                + " some more than asked for: no customer is cut in two.",
            DriftChoice.PARAMETERS,
            Difference.class,
            this::differences),
        ApiRoute.list(
            "/api/v1/drift/people",
            "people",
            "The customers behind the counts, as they differ now, in the order of their ids.",
            DriftChoice.PARAMETERS,
            DriftPerson.class,
            this::people),
        ApiRoute.get(
                "/api/v1/drift/repair",
                "What a repair would put on its way, without doing it.",
                DriftChoice.PARAMETERS,
                Drift.Repaired.class,
                (sql, call) -> drift.wouldRepair(all(sql, DriftChoice.of(call))))
            .needing(Scope.ADMIN),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/drift/repair",
            Scope.ADMIN,
            "Writes the winning values to the tools that differ, and sends again what was given up;"
                + " where a kind is named, of at most 500 counted customers at once.",
            RepairBody.class,
            Drift.Repaired.class,
            (sql, call) ->
                drift.repair(sql, all(sql, DriftChoice.of(call.body(RepairBody.class))))));
  }

  private Object differences(Connection sql, ApiCall call) throws SQLException, RefusedException {
    DriftChoice which = DriftChoice.of(call);
    Drift.Found found = found(sql, which, after(call.text("after")), call.limit());
    UUID next = found.next();
    return new Page<>(
        found.differences().stream().filter(which::fits).toList(),
        next == null ? null : next.toString());
  }

  private Object people(Connection sql, ApiCall call) throws SQLException, RefusedException {
    DriftChoice which = DriftChoice.of(call);
    UUID after = after(call.text("after"));
    List<UUID> surveyed = surveyed(which);
    List<Difference> differences;
    UUID next;
    if (surveyed == null) {
      Drift.Found found = found(sql, which, after, call.limit());
      differences = found.differences();
      next = found.next();
    } else {
      List<UUID> page =
          surveyed.stream()
              .filter(id -> after == null || id.toString().compareTo(after.toString()) > 0)
              .limit(call.limit() + 1L)
              .toList();
      boolean more = page.size() > call.limit();
      List<UUID> shown = more ? page.subList(0, call.limit()) : page;
      differences = shown.isEmpty() ? List.of() : drift.of(sql, shown);
      next = more ? shown.get(shown.size() - 1) : null;
    }
    List<Difference> fitting = differences.stream().filter(which::fits).toList();
    return new Page<>(named(sql, fitting), next == null ? null : next.toString());
  }

  /** Those whom the last count found, or {@code null} before there is one. */
  private @Nullable List<UUID> surveyed(DriftChoice which) {
    DriftSurvey.Survey last = survey.last();
    if (last == null || which.customer() != null) {
      return null;
    }
    return last.lines().entrySet().stream()
        .filter(entry -> which.fits(entry.getKey()))
        .flatMap(entry -> entry.getValue().customers().stream())
        .distinct()
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private static List<DriftPerson> named(Connection sql, List<Difference> differences)
      throws SQLException {
    Set<UUID> ids = differences.stream().map(Difference::customer).collect(Collectors.toSet());
    Map<UUID, Person> people = People.of(sql, ids);
    return differences.stream()
        .map(
            each ->
                new DriftPerson(
                    each.customer(),
                    name(people.get(each.customer())),
                    each.kind(),
                    each.connection(),
                    each.field(),
                    each.value(),
                    each.should(),
                    each.by(),
                    each.ids(),
                    each.repair()))
        .toList();
  }

  private static @Nullable String name(@Nullable Person person) {
    if (person == null) {
      return null;
    }
    String full =
        Stream.of(person.firstName(), person.lastName())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    if (!full.isBlank()) {
      return full;
    }
    return person.email() == null ? person.phone() : person.email();
  }

  /**
   * Everything that fits; of the people of the last count, where a kind is asked for, the first.
   */
  private List<Difference> all(Connection sql, DriftChoice which) throws SQLException {
    List<UUID> surveyed = which.kind() == null ? null : surveyed(which);
    List<Difference> differences = new ArrayList<>();
    if (surveyed != null) {
      differences.addAll(
          drift.of(sql, surveyed.subList(0, Math.min(MOST_AT_ONCE, surveyed.size()))));
    } else {
      UUID after = null;
      do {
        Drift.Found found = found(sql, which, after, Integer.MAX_VALUE);
        differences.addAll(found.differences());
        after = found.next();
      } while (after != null);
    }
    Set<Difference> once = new HashSet<>();
    return differences.stream().filter(which::fits).filter(once::add).toList();
  }

  private Drift.Found found(Connection sql, DriftChoice which, @Nullable UUID after, int enough)
      throws SQLException {
    UUID customer = which.customer();
    return customer == null
        ? drift.find(sql, after, enough)
        : new Drift.Found(drift.of(sql, List.of(customer)), null);
  }

  private static @Nullable UUID after(@Nullable String text) throws RefusedException {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw ApiDesk.unreadable("after", "taken from the page before");
    }
  }
}
