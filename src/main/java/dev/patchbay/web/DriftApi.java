package dev.patchbay.web;

import dev.patchbay.access.Personal;
import dev.patchbay.access.Scope;
import dev.patchbay.customer.People;
import dev.patchbay.event.Person;
import dev.patchbay.inbox.PollCursors;
import dev.patchbay.tools.Difference;
import dev.patchbay.tools.Drift;
import dev.patchbay.tools.DriftSurvey;
import dev.patchbay.tools.Tool;
import dev.patchbay.tools.Tools;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.Page;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

  /** The position under which a sweep remembers how far it came. */
  private static final String SWEEP = "sweep";

  private static final List<Parameter> WHICH =
      List.of(
          Parameter.word("kind", "Of this kind.", "differs", "missing", "doubled"),
          Parameter.text("connection", "At this tool."),
          Parameter.text("field", "In this field."),
          Parameter.text("by", "By the word of this connection, or by this flow."),
          Parameter.word("repair", "To be mended so.", "write", "replay", "by-hand", "merge-there"),
          Parameter.id("customer", "Of this customer."));

  private final Drift drift;
  private final DriftSurvey survey;
  private final Tools tools;
  private final PollCursors cursors = new PollCursors();

  DriftApi(Drift drift, DriftSurvey survey, Tools tools) {
    this.drift = drift;
    this.survey = survey;
    this.tools = tools;
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

  /** So many customers of whom the same is amiss. */
  record DriftLine(
      String kind,
      String connection,
      @Nullable String field,
      String by,
      String repair,
      long people,
      Open open) {}

  /**
   * What was counted last, in the background.
   *
   * @param startedAt when counting began, or {@code null} before the first count is whole
   * @param customers looked at
   * @param differing of whom anything is amiss
   * @param going whether it is being counted again now
   * @param soFar customers looked at in the count that is going on
   */
  record DriftSummary(
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      long customers,
      long differing,
      boolean going,
      long soFar,
      List<DriftLine> rows) {}

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

  /**
   * A connection that keeps people.
   *
   * @param tells whether it tells of its people itself
   * @param swept whether what it holds is read again on a schedule, and {@code sweptAt} when last
   * @param keeps fields that are written there
   * @param erases whether it can be told to erase somebody
   */
  record ToolRow(
      String connection,
      String title,
      boolean tells,
      boolean swept,
      @Nullable Instant sweptAt,
      List<String> keeps,
      boolean erases) {}

  /** Every connection that keeps people. */
  record ToolRows(List<ToolRow> rows) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
            "/api/v1/drift",
            "differences",
            "Customers who differ between tools, are missing in one or are there twice. A page holds"
                + " some more than asked for: no customer is cut in two.",
            WHICH,
            Difference.class,
            this::differences),
        ApiRoute.get(
            "/api/v1/drift/summary",
            "How many customers differ, by tool and field, as counted in the background; counted"
                + " again when it is asked for and older than an hour.",
            List.of(Parameter.word("again", "Counts again in any case.", "yes")),
            DriftSummary.class,
            this::summary),
        ApiRoute.list(
            "/api/v1/drift/people",
            "people",
            "The customers behind the counts, as they differ now, in the order of their ids.",
            WHICH,
            DriftPerson.class,
            this::people),
        ApiRoute.get(
            "/api/v1/drift/tools",
            "The connections that keep people, and when each was read again last.",
            List.of(),
            ToolRows.class,
            this::tools),
        ApiRoute.get(
                "/api/v1/drift/repair",
                "What a repair would put on its way, without doing it.",
                WHICH,
                Drift.Repaired.class,
                (sql, call) -> drift.wouldRepair(all(sql, Which.of(call))))
            .needing(Scope.ADMIN),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/drift/repair",
            Scope.ADMIN,
            "Writes the winning values to the tools that differ, and sends again what was given up.",
            RepairBody.class,
            Drift.Repaired.class,
            (sql, call) -> drift.repair(sql, all(sql, Which.of(call.body(RepairBody.class))))));
  }

  /** Which differences are asked for. */
  private record Which(
      @Nullable UUID customer,
      @Nullable String kind,
      @Nullable String connection,
      @Nullable String field,
      @Nullable String by,
      @Nullable String repair) {

    static Which of(ApiCall call) {
      return new Which(
          call.id("customer"),
          call.text("kind"),
          call.text("connection"),
          call.text("field"),
          call.text("by"),
          call.text("repair"));
    }

    static Which of(RepairBody body) {
      return new Which(
          body.customer(), body.kind(), body.connection(), body.field(), body.by(), null);
    }

    boolean fits(Difference each) {
      return fits(each.kind(), each.connection(), each.field(), each.by(), each.repair());
    }

    boolean fits(DriftSurvey.Line each) {
      return fits(each.kind(), each.connection(), each.field(), each.by(), each.repair());
    }

    private boolean fits(
        String aKind, String aTool, @Nullable String aField, String aBy, String aRepair) {
      return is(kind, aKind)
          && is(connection, aTool)
          && is(field, aField)
          && is(by, aBy)
          && is(repair, aRepair);
    }

    private static boolean is(@Nullable String asked, @Nullable String given) {
      return asked == null || asked.equals(given);
    }
  }

  private Object differences(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Which which = Which.of(call);
    Drift.Found found = found(sql, which, after(call.text("after")), call.limit());
    UUID next = found.next();
    return new Page<>(
        found.differences().stream().filter(which::fits).toList(),
        next == null ? null : next.toString());
  }

  private Object summary(Connection sql, ApiCall call) {
    survey.begin("yes".equals(call.text("again")));
    DriftSurvey.Survey last = survey.last();
    DriftSurvey.Survey going = survey.going();
    List<DriftLine> lines = new ArrayList<>();
    if (last != null) {
      last.lines()
          .forEach(
              (line, people) ->
                  lines.add(
                      new DriftLine(
                          line.kind(),
                          line.connection(),
                          line.field(),
                          line.by(),
                          line.repair(),
                          people.count(),
                          open(line))));
    }
    return new DriftSummary(
        last == null ? null : last.startedAt(),
        last == null ? null : last.finishedAt(),
        last == null ? 0 : last.customers(),
        last == null ? 0 : last.differing(),
        going != null,
        going == null ? 0 : going.customers(),
        lines);
  }

  private static Open open(DriftSurvey.Line line) {
    Map<String, String> where = new HashMap<>();
    where.put("kind", line.kind());
    where.put("connection", line.connection());
    if (line.field() != null) {
      where.put("field", line.field());
    }
    where.put("by", line.by());
    where.put("repair", line.repair());
    return new Open("drift/people", where);
  }

  private Object people(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Which which = Which.of(call);
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
  private @Nullable List<UUID> surveyed(Which which) {
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

  private Object tools(Connection sql, ApiCall call) throws SQLException {
    List<ToolRow> rows = new ArrayList<>();
    for (Tool tool : tools.all()) {
      rows.add(
          new ToolRow(
              tool.connection(),
              tool.title(),
              tool.tells(),
              tool.swept(),
              cursors.movedAt(sql, tool.connection()).get(SWEEP),
              tool.keeps(),
              tool.erases()));
    }
    return new ToolRows(rows);
  }

  /** Everything that fits, of the people of the last count where it names some of it. */
  private List<Difference> all(Connection sql, Which which) throws SQLException {
    List<UUID> surveyed = which.kind() == null ? null : surveyed(which);
    List<Difference> differences = new ArrayList<>();
    if (surveyed != null) {
      for (int i = 0; i < surveyed.size(); i += 500) {
        differences.addAll(drift.of(sql, surveyed.subList(i, Math.min(i + 500, surveyed.size()))));
      }
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

  private Drift.Found found(Connection sql, Which which, @Nullable UUID after, int enough)
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
