package dev.patchbay.web;

import dev.patchbay.tracking.LeadList;
import dev.patchbay.tracking.Parameter;
import dev.patchbay.tracking.RowList;
import dev.patchbay.tracking.TrackingLists;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The lists that every number opens down to. */
final class TrackingApi implements ApiPart {

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        list(LeadList.ROWS, "Calls and leads of every channel, one row each."),
        list(TrackingLists.VISITS, "Visits of the site."),
        list(
            TrackingLists.SUBMISSIONS,
            "Forms that visitors sent, as the site's script told; what arrived of them is a lead."),
        list(TrackingLists.SALES, "Sales, with the lead and campaign they came of."),
        list(
            TrackingLists.TOUCHES,
            "Touches before leads and sales, each with its share by six models."),
        list(TrackingLists.SPEND, "What campaigns cost, day by day."),
        list(TrackingLists.MEASUREMENTS, "How fast pages were, each time they were measured."),
        ApiRoute.get(
            "/api/v1/leads/news",
            "A number that grows whenever a lead came or changed: cheap to ask again and again.",
            List.of(),
            LeadList.News.class,
            (sql, call) -> LeadList.news(sql)),
        ApiRoute.get(
            "/api/v1/leads/statuses",
            "How many leads stand how; narrowed as the list is.",
            LeadList.ROWS.parameters(),
            LeadList.StatusCounts.class,
            (sql, call) -> LeadList.statuses(sql, call.asked(), call.question())));
  }

  /** The route of a list. */
  static <T extends Record> ApiRoute list(RowList<T> list, String about) {
    List<Parameter> parameters = new ArrayList<>(list.parameters());
    parameters.add(
        Parameter.word(
            "sort",
            "Highest or newest first; with a minus lowest or oldest first.",
            list.sorts().stream()
                .flatMap(sort -> Stream.of(sort, "-" + sort))
                .toArray(String[]::new)));
    String name = list.name().substring(list.name().lastIndexOf('/') + 1);
    return ApiRoute.list(
        "/api/v1/" + list.name(),
        name,
        about,
        parameters,
        list.row(),
        (sql, call) ->
            list.page(
                sql,
                call.given(),
                call.question(),
                call.text("sort"),
                call.text("after"),
                call.limit()));
  }
}
