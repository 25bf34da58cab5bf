package dev.patchbay.web;

import dev.patchbay.access.Personal;
import dev.patchbay.access.Scope;
import dev.patchbay.customer.Decision;
import dev.patchbay.customer.Identifier;
import dev.patchbay.customer.IdentityDesk;
import dev.patchbay.customer.Merge;
import dev.patchbay.customer.Review;
import dev.patchbay.tracking.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Who is who, by people's word: merges, their undoing, doubtful matches, decisions. */
final class IdentityApi implements ApiPart {

  private final IdentityDesk desk;

  IdentityApi(IdentityDesk desk) {
    this.desk = desk;
  }

  /** Merge with this customer. */
  record MergeBody(UUID with, String why) {}

  /**
   * Separate again.
   *
   * @param identifiers as {@code kind:value}: what is another person's; none to undo the merge that
   *     made this record an alias
   */
  record SeparateBody(List<String> identifiers, String why) {}

  /** Decide a doubtful match. */
  record ReviewBody(Boolean same, String why) {}

  /** Say what an identifier is good for. */
  record MarkBody(String identifier, String kind, String why) {}

  /** Only the reason. */
  record ReasonBody(String why) {}

  /**
   * What was done.
   *
   * @param id the customer, review or decision to look at now
   * @param decision by which it can be undone, where it was just decided
   */
  record Acted(UUID id, @Nullable String journey, @Nullable UUID decision) {}

  record ReviewRow(
      UUID id,
      String kind,
      String reason,
      @Personal String identifier,
      @Nullable UUID customer,
      @Personal String other,
      @Nullable UUID otherCustomer,
      @Nullable String connection,
      String state,
      Instant foundAt,
      @Nullable Instant decidedAt,
      @Nullable String decidedBy) {}

  record DecisionRow(
      UUID id,
      String kind,
      @Personal List<String> identifiers,
      @Personal List<String> others,
      String by,
      @Nullable String why,
      Instant at) {}

  /** One claim, or decision, that joined two records. */
  record ReasonRow(
      @Nullable String connection,
      @Nullable UUID message,
      @Nullable Instant at,
      @Nullable UUID decision) {}

  /**
   * Two records that became one.
   *
   * @param by {@code rule}, or a person
   * @param survivorKnownBy what the surviving record was known by before, as {@code kind:value}
   * @param absorbedKnownBy the same of the one that became an alias
   */
  record MergeRow(
      UUID id,
      UUID survivor,
      UUID absorbed,
      Instant at,
      String by,
      List<ReasonRow> because,
      @Personal List<String> survivorKnownBy,
      @Personal List<String> absorbedKnownBy,
      @Nullable Instant undoneAt) {}

  /** Decisions about one customer. */
  record Decisions(List<DecisionRow> rows) {}

  record Merges(List<MergeRow> rows) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.list(
            "/api/v1/reviews",
            "reviews",
            "Doubtful matches that nobody has decided yet, oldest first.",
            List.of(),
            ReviewRow.class,
            this::reviews),
        act(
            "/api/v1/reviews/{id}",
            "Decides a doubtful match: both are the same person, or two.",
            ReviewBody.class,
            this::decide),
        ApiRoute.list(
            "/api/v1/decisions",
            "decisions",
            "What was decided on who is who, newest first.",
            List.of(),
            DecisionRow.class,
            this::decisions),
        act(
            "/api/v1/decisions/{id}/undo",
            "Takes a decision back.",
            ReasonBody.class,
            (sql, call) -> {
              desk.undo(sql, call.id(), call.caller().name());
              return new Acted(call.id(), null, null);
            }),
        act(
            "/api/v1/identifiers/mark",
            "Says that an identifier is shared, blocked, or one person's own after all.",
            MarkBody.class,
            this::mark),
        ApiRoute.get(
            "/api/v1/customers/{id}/merges",
            "The merges this record took part in, undone ones too.",
            List.of(),
            Merges.class,
            (sql, call) ->
                new Merges(desk.merges(sql, call.id()).stream().map(IdentityApi::row).toList())),
        ApiRoute.get(
            "/api/v1/customers/{id}/decisions",
            "What was decided on what this customer is known by, newest first.",
            List.of(),
            Decisions.class,
            (sql, call) ->
                new Decisions(
                    desk.decisions(sql, call.id()).stream().map(IdentityApi::row).toList())),
        act(
            "/api/v1/customers/{id}/merge",
            "Makes one record of two customers.",
            MergeBody.class,
            this::merge),
        act(
            "/api/v1/customers/{id}/separate",
            "Undoes a merge, or gives some identifiers to another person.",
            SeparateBody.class,
            this::separate));
  }

  private static ApiRoute act(
      String path, String about, Class<? extends Record> body, ApiRoute.Handler handler) {
    return ApiRoute.act(HttpMethod.POST, path, Scope.CORRECT, about, body, Acted.class, handler);
  }

  private Object reviews(Connection sql, ApiCall call) throws SQLException, RefusedException {
    int limit = call.limit();
    return page(desk.reviews(sql, after(call), limit), limit, IdentityApi::row, Review::foundAt);
  }

  private Object decisions(Connection sql, ApiCall call) throws SQLException, RefusedException {
    int limit = call.limit();
    return page(desk.decisions(sql, after(call), limit), limit, IdentityApi::row, Decision::at);
  }

  private Object decide(Connection sql, ApiCall call) throws SQLException, RefusedException {
    ReviewBody body = call.body(ReviewBody.class);
    boolean same = ApiBody.given(body.same(), "same");
    UUID decision = desk.decide(sql, call.id(), same, call.caller().name(), body.why());
    return new Acted(call.id(), null, decision);
  }

  private Object mark(Connection sql, ApiCall call) throws SQLException, RefusedException {
    MarkBody body = call.body(MarkBody.class);
    String kind = ApiBody.given(body.kind(), "kind").toUpperCase(Locale.ROOT);
    UUID decision =
        desk.mark(
            sql,
            Identifier.parse(ApiBody.given(body.identifier(), "identifier")),
            Decision.Kind.valueOf(kind),
            call.caller().name(),
            body.why());
    return new Acted(decision, null, decision);
  }

  private Object merge(Connection sql, ApiCall call) throws SQLException, RefusedException {
    MergeBody body = call.body(MergeBody.class);
    UUID with = ApiBody.given(body.with(), "with");
    UUID survivor = desk.merge(sql, call.id(), with, call.caller().name(), body.why());
    return new Acted(survivor, CustomerApi.journeyPath(survivor), null);
  }

  private Object separate(Connection sql, ApiCall call) throws SQLException, RefusedException {
    SeparateBody body = call.body(SeparateBody.class);
    if (body.identifiers().isEmpty()) {
      desk.separate(sql, call.id(), call.caller().name(), body.why());
    } else {
      desk.separate(
          sql,
          call.id(),
          body.identifiers().stream().map(Identifier::parse).toList(),
          call.caller().name(),
          body.why());
    }
    return new Acted(call.id(), CustomerApi.journeyPath(call.id()), null);
  }

  private static @Nullable Instant after(ApiCall call) throws RefusedException {
    String after = call.text("after");
    try {
      return after == null ? null : Instant.parse(after);
    } catch (java.time.DateTimeException e) {
      throw ApiDesk.unreadable("after", "taken from the page before");
    }
  }

  private static <T, R> Page<R> page(
      List<T> rows, int limit, Function<T, R> write, Function<T, Instant> at) {
    return new Page<>(
        rows.stream().map(write).toList(),
        rows.size() < limit ? null : at.apply(rows.get(rows.size() - 1)).toString());
  }

  private static ReviewRow row(Review review) {
    return new ReviewRow(
        review.id(),
        review.kind(),
        review.reason(),
        review.identifier().text(),
        review.customer(),
        review.other().text(),
        review.otherCustomer(),
        review.connection(),
        review.state(),
        review.foundAt(),
        review.decidedAt(),
        review.decidedBy());
  }

  private static DecisionRow row(Decision decision) {
    return new DecisionRow(
        decision.id(),
        decision.kind().name().toLowerCase(Locale.ROOT),
        texts(decision.identifiers()),
        texts(decision.others()),
        decision.by(),
        decision.why(),
        decision.at());
  }

  private static MergeRow row(Merge merge) {
    return new MergeRow(
        merge.id(),
        merge.survivor(),
        merge.absorbed(),
        merge.at(),
        merge.by(),
        merge.reasons().stream()
            .map(why -> new ReasonRow(why.connection(), why.message(), why.at(), why.decision()))
            .toList(),
        texts(merge.identifiersOfSurvivor()),
        texts(merge.identifiersOfAbsorbed()),
        merge.undoneAt());
  }

  private static List<String> texts(List<Identifier> identifiers) {
    return identifiers.stream().map(Identifier::text).toList();
  }
}
