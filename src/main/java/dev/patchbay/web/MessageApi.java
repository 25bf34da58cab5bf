package dev.patchbay.web;

import dev.patchbay.access.Personal;
import dev.patchbay.access.Scope;
import dev.patchbay.inbox.MessageFilter;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.inbox.MessageState;
import dev.patchbay.inbox.MessageStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What a message held, and reading those again that could not be read. */
final class MessageApi implements ApiPart {

  private static final int MOST = 64 * 1024;

  private final ConnectionDesk desk;
  private final MessageList messages = new MessageList();
  private final MessageStore store = new MessageStore();

  MessageApi(ConnectionDesk desk) {
    this.desk = desk;
  }

  /**
   * A body as it came, as text.
   *
   * @param contentType as the sender called it; nobody here goes by it
   * @param whole whether this is all of it
   */
  record BodyAnswer(
      UUID id, String contentType, long bytes, boolean whole, @Personal String text) {}

  /**
   * Which messages; what is absent does not matter, but something must be given.
   *
   * @param kind kind of a finding
   * @param dryRun only tells how many there are
   */
  record Chosen(
      List<String> ids,
      @Nullable String connection,
      @Nullable String kind,
      @Nullable Boolean dryRun,
      String why) {}

  /** How many there were, and how many are read again now. */
  record Acted(long matched, long done) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
                "/api/v1/messages/{id}/body",
                "The body of a message as text: at most its first 64 KiB.",
                List.of(),
                BodyAnswer.class,
                this::body)
            .needing(Scope.READ_PERSONAL),
        ApiRoute.act(
            HttpMethod.POST,
            "/api/v1/messages/replay",
            Scope.REPLAY,
            "Reads messages again that could not be read; a dry run tells how many.",
            Chosen.class,
            Acted.class,
            this::replay));
  }

  private Object body(Connection sql, ApiCall call) throws SQLException, RefusedException {
    MessageList.Body body = messages.body(sql, call.id(), MOST).orElseThrow(ApiCall::notFound);
    if (body.emptiedAt() != null) {
      throw new RefusedException(
          410,
          "message.emptied",
          "The message's body went on " + body.emptiedAt() + ", as the stack's retention says.",
          "Look at its events, or send it again from where it came.");
    }
    return new BodyAnswer(
        call.id(),
        body.contentType(),
        body.bytes(),
        body.bytes() <= MOST,
        new String(body.start(), StandardCharsets.UTF_8).replace('\0', '\uFFFD'));
  }

  private Object replay(Connection sql, ApiCall call) throws SQLException, RefusedException {
    Chosen chosen = call.body(Chosen.class);
    if (chosen.ids().isEmpty() && chosen.connection() == null && chosen.kind() == null) {
      throw new RefusedException(
          400,
          "api.body",
          "It is not said which messages.",
          "Give ids, a connection or the kind of a finding.");
    }
    MessageFilter filter =
        new MessageFilter(chosen.connection(), MessageState.INVALID, null, null, chosen.kind());
    List<UUID> ids = DeliveryApi.ids(chosen.ids());
    long matched = store.countInvalid(sql, filter, ids);
    long done = Boolean.TRUE.equals(chosen.dryRun()) ? 0 : store.replayInvalid(sql, filter, ids);
    desk.acted();
    return new Acted(matched, done);
  }
}
