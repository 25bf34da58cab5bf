package dev.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connector.OutcomeRule.Verdict;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Outcomes;
import dev.patchbay.delivery.Reply;
import dev.patchbay.delivery.Reply.Failure;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.inbox.Inbox;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.normalize.Normalizer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;

/**
 * Stores the answers of a sink that fetches announced records, as messages of the connection that
 * announced them. An answer is committed before its delivery is settled, under an id made of the
 * record's kind, id and version; so a fetch that is repeated, or a sweep that finds the same
 * record, counts once.
 */
final class FetchedRecords {

  /** Most bytes of a record. */
  static final int ROOM = 8 * 1024 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CamelContext context;
  private final Outcomes outcomes;

  FetchedRecords(Sink sink, CamelContext context) {
    this.context = context;
    this.outcomes =
        new Outcomes(
            sink.outcomes(),
            when -> Mappings.compile("outcome table", when, name -> Optional.empty()),
            Registered.one(context, Clock.class));
  }

  /** The reply, once what it holds is stored; or a failure, when it could not be. */
  Reply keep(StoredEvent event, Reply reply) {
    String body = reply.body();
    if (body == null || outcomes.judge(reply).verdict() != Verdict.ACCEPTED) {
      return reply;
    }
    JsonNode record = EventJson.tree(event.data()).path("announced");
    Incoming message =
        new Incoming(
            event.source(),
            id(record),
            Duration.ZERO,
            body.getBytes(StandardCharsets.UTF_8),
            "application/json",
            Map.of(Normalizer.FETCHED, record.toString()),
            null,
            Registered.one(context, Clock.class).instant());
    try {
      Registered.one(context, Inbox.class)
          .receive(message)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return reply;
    } catch (ExecutionException | TimeoutException e) {
      return Reply.failed(
          new Failure("inbox", "NotStored", null, "What was fetched could not be stored yet."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.failed(
          new Failure("other", "Interrupted", null, "The attempt was interrupted."));
    }
  }

  private static String id(JsonNode record) {
    StringBuilder id = new StringBuilder(record.path("kind").asText());
    id.append(':').append(record.path("id").asText());
    if (record.hasNonNull("version")) {
      id.append(':').append(record.path("version").asText());
    }
    return id.toString();
  }
}
