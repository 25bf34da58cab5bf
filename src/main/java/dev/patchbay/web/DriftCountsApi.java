package dev.patchbay.web;

import dev.patchbay.inbox.PollCursors;
import dev.patchbay.tools.DriftSurvey;
import dev.patchbay.tools.Tool;
import dev.patchbay.tools.Tools;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many customers tools do not agree on, and from what that is known. */
final class DriftCountsApi implements ApiPart {

  /** The position under which a sweep remembers how far it came. */
  private static final String SWEEP = "sweep";

  private final DriftSurvey survey;
  private final Tools tools;
  private final PollCursors cursors = new PollCursors();

  DriftCountsApi(DriftSurvey survey, Tools tools) {
    this.survey = survey;
    this.tools = tools;
  }

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
        ApiRoute.get(
            "/api/v1/drift/summary",
            "How many customers differ, by tool and field, as counted in the background; counted"
                + " again when it is asked for and older than an hour.",
            List.of(Parameter.word("again", "Counts again in any case.", "yes")),
            DriftSummary.class,
            this::summary),
        ApiRoute.get(
            "/api/v1/drift/tools",
            "The connections that keep people, and when each was read again last.",
            List.of(),
            ToolRows.class,
            this::tools));
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
}
