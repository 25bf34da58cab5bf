package dev.patchbay.route;

import dev.patchbay.connector.Kamelet;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Reply;
import dev.patchbay.delivery.Reply.Failure;
import dev.patchbay.delivery.Sender;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.MappingException;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a destination's lane meets the routes that read it: one lane, and one route for each sink.
 * The lane opens when the last of them has started and closes when the first of them stops.
 */
final class Outlet implements Sender {

  private static final String EVERYTHING = "";

  private final String destination;
  private final CamelContext context;
  private final Map<String, OutboxConsumer> routes = new ConcurrentHashMap<>();
  private final Set<String> missing = new HashSet<>();
  private @Nullable AutoCloseable lane;
  private volatile @Nullable Attempts attempts;

  Outlet(String destination, CamelContext context) {
    this.destination = destination;
    this.context = context;
  }

  synchronized void join(OutboxConsumer route) {
    PlannedConnection connection = connection();
    String sink = route.sink() == null ? EVERYTHING : route.sink();
    if (routes.putIfAbsent(sink, route) != null) {
      throw new IllegalStateException(
          "outbox:%s is read by two routes: one route may read a destination"
              .formatted(destination));
    }
    openWhenComplete(connection);
  }

  /** Waits no longer for a sink whose route could not be made. */
  synchronized void without(String sink) {
    missing.add(sink);
    openWhenComplete(connection());
  }

  private void openWhenComplete(PlannedConnection connection) {
    if (lane == null && !routes.isEmpty() && routes.keySet().containsAll(expected(connection))) {
      attempts =
          new Attempts(
              connection,
              new SinkRequests(
                  connection,
                  plan(),
                  new CustomerView(context),
                  new ToldView(context),
                  Registered.one(context, Clock.class)),
              fetches(connection),
              bounded(connection),
              context.getExecutorServiceManager().newCachedThreadPool(this, "attempt"));
      lane = Registered.one(context, LaneOpener.class).open(connection, this);
    }
  }

  synchronized void leave(OutboxConsumer route) throws Exception {
    routes.values().remove(route);
    AutoCloseable closing = lane;
    Attempts ending = attempts;
    lane = null;
    if (closing != null) {
      closing.close();
    }
    if (ending != null) {
      context.getExecutorServiceManager().shutdownGraceful(ending.threads, 10_000);
    }
  }

  @Override
  public Reply send(Delivery delivery, StoredEvent event) {
    Attempts current = attempts;
    if (current == null) {
      return Reply.failed(
          new Failure("other", "Stopped", null, "The route of this destination is stopped."));
    }
    SinkRequests.Request request;
    String body;
    try {
      Optional<Sink> sink = current.requests.choose(delivery.action(), event.type());
      if (sink.isEmpty()) {
        return Reply.nothingToSend(
            "No sink of '%s' accepts %s.".formatted(destination, event.type()));
      }
      request = current.requests.make(sink.get(), delivery, event);
      body = request.body();
      if (body == null) {
        return Reply.nothingToSend(request.why());
      }
    } catch (MappingException | ToldView.StillToBeSentException e) {
      return Failures.reply(e);
    }
    OutboxConsumer route = routes.getOrDefault(request.sink().name(), routes.get(EVERYTHING));
    if (route == null) {
      return Reply.failed(
          new Failure("other", "Stopped", null, "The route of this destination is stopped."));
    }
    FetchedRecords fetches = current.fetches.get(request.sink().name());
    Allowance allowance =
        new Allowance(
            fetches == null ? Allowance.STANDARD.bytes() : FetchedRecords.ROOM,
            request.sink().timeout());
    Reply reply =
        current.attempt(request.sink(), () -> route.attempt(delivery.id(), body, allowance));
    return fetches == null ? reply : fetches.keep(event, reply);
  }

  @Override
  public List<Optional<Reply>> sendTogether(List<Item> items) {
    Item first = items.get(0);
    Attempts current = attempts;
    Sink sink =
        current == null
            ? null
            : current.requests.choose(first.delivery().action(), first.event().type()).orElse(null);
    OutboxConsumer route =
        sink == null ? null : routes.getOrDefault(sink.name(), routes.get(EVERYTHING));
    if (current == null || sink == null || sink.batch() == null || route == null) {
      return Sender.super.sendTogether(items);
    }
    List<Optional<Reply>> replies = new ArrayList<>();
    JoinedRequest joined = new JoinedRequest(sink.batch().list());
    List<Integer> places = new ArrayList<>();
    for (Item item : items) {
      Optional<Reply> reply = Optional.empty();
      try {
        SinkRequests.Request made = current.requests.make(sink, item.delivery(), item.event());
        String body = made.body();
        if (body == null) {
          reply = Optional.of(Reply.nothingToSend(made.why()));
        } else if (joined.add(body)) {
          places.add(replies.size());
        }
      } catch (MappingException | ToldView.StillToBeSentException e) {
        reply = Optional.of(Failures.reply(e));
      }
      replies.add(reply);
    }
    if (!places.isEmpty()) {
      UUID id = items.get(places.get(0)).delivery().id();
      Optional<Reply> answer =
          Optional.of(
              current.attempt(
                  sink,
                  () ->
                      route.attempt(
                          id,
                          joined.text(),
                          new Allowance(Allowance.STANDARD.bytes(), sink.timeout()))));
      places.forEach(place -> replies.set(place, answer));
    }
    return replies;
  }

  private Set<String> expected(PlannedConnection connection) {
    if (routes.containsKey(EVERYTHING)) {
      return Set.of(EVERYTHING);
    }
    Set<String> sinks = new HashSet<>();
    for (Sink sink : connection.connector().sinks().values()) {
      if (sink.kamelet() != null && !missing.contains(sink.name())) {
        sinks.add(sink.name());
      }
    }
    return sinks;
  }

  private Map<String, FetchedRecords> fetches(PlannedConnection connection) {
    Map<String, FetchedRecords> fetches = new HashMap<>();
    for (Sink sink : connection.connector().sinks().values()) {
      if (sink.fetches()) {
        fetches.put(sink.name(), new FetchedRecords(sink, context));
      }
    }
    return fetches;
  }

  /**
   * Sinks whose attempts end in time by themselves, for each exchange is cut off; none where a
   * route of somebody's own may wait for anything.
   */
  private Set<String> bounded(PlannedConnection connection) {
    if (routes.containsKey(EVERYTHING)) {
      return Set.of();
    }
    Kamelets kamelets = Kamelets.in(context);
    Set<String> bounded = new HashSet<>();
    for (Sink sink : connection.connector().sinks().values()) {
      String kamelet = sink.kamelet();
      if (kamelet != null && kamelets.find(kamelet).filter(Kamelet::waitsOnlyForHttp).isPresent()) {
        bounded.add(sink.name());
      }
    }
    return bounded;
  }

  private PlannedConnection connection() {
    return plan()
        .connection(destination)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "outbox:%s: the stack '%s' has no connection of this name"
                        .formatted(destination, plan().stack())));
  }

  private Plan plan() {
    return Registered.one(context, Plan.class);
  }

  /**
   * What sending needs while the lane is open.
   *
   * @param bounded sinks whose attempts end in time by themselves
   */
  private record Attempts(
      PlannedConnection connection,
      SinkRequests requests,
      Map<String, FetchedRecords> fetches,
      Set<String> bounded,
      ExecutorService threads) {

    /** Runs one attempt, given up after the sink's timeout. */
    Reply attempt(Sink sink, Callable<Reply> attempt) {
      return bounded.contains(sink.name()) ? here(attempt) : apart(sink.timeout(), attempt);
    }

    /** Nobody needs to be woken for it. */
    private static Reply here(Callable<Reply> attempt) {
      try {
        return attempt.call();
      } catch (Exception e) {
        return Failures.reply(e);
      }
    }

    private Reply apart(Duration timeout, Callable<Reply> attempt) {
      Future<Reply> running = threads.submit(attempt);
      try {
        return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        running.cancel(true);
        return Reply.failed(
            new Failure(
                "timeout",
                "TimeoutException",
                null,
                "No answer within %d s.".formatted(timeout.toSeconds())));
      } catch (ExecutionException e) {
        return Failures.reply(e.getCause() == null ? e : e.getCause());
      } catch (InterruptedException e) {
        running.cancel(true);
        Thread.currentThread().interrupt();
        return Reply.failed(
            new Failure("other", "Interrupted", null, "The attempt was interrupted."));
      }
    }
  }
}
