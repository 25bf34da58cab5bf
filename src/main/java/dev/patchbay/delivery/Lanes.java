package dev.patchbay.delivery;

import dev.patchbay.connector.Sink;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.db.Replica;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.Mapping;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Claim;
import dev.patchbay.outbox.Delivery;
import dev.patchbay.outbox.Leases;
import dev.patchbay.outbox.Replay;
import dev.patchbay.thread.Daemons;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of this hub: each sends for one destination, in order per customer. */
public final class Lanes implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lanes.class);

  private record Running(Lane lane, List<Thread> threads) {}

  private final Database database;
  private final long replica;
  private final Events events;
  private final Function<String, Mapping> conditions;
  private final Meters meters;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final DeliverySettings settings;
  private final Settler settler;
  private final Backlog backlog;
  private final Map<String, Running> lanes = new ConcurrentHashMap<>();

  /**
   * No lanes yet.
   *
   * @param events where lanes find events that were not handed to them
   * @param conditions compiles a {@code when} of an outcome table
   * @param random spreads retries; safe for several threads
   */
  public Lanes(
      Database database,
      Replica replica,
      Events events,
      Function<String, Mapping> conditions,
      Meters meters,
      InstantSource clock,
      RandomGenerator random,
      DeliverySettings settings) {
    this.database = database;
    this.replica = replica.id();
    this.events = events;
    this.conditions = conditions;
    this.meters = meters;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    this.backlog = new Backlog(database, clock);
    this.settler = new Settler(database, replica.id());
  }

  /** Opens a destination's lane: it sends as soon as this hub gets the lease. */
  public void open(LaneSettings lane, Sender sender) {
    Running running = start(lane, sender);
    if (lanes.putIfAbsent(lane.destination(), running) != null) {
      throw new IllegalStateException("Lane '" + lane.destination() + "' is open already");
    }
    backlog.gauges(meters, lane.destination());
    meters.watchPaused(
        lane.destination(),
        () ->
            state(lane.destination())
                .map(state -> state.status() == LaneState.Status.PAUSED)
                .orElse(false));
    running.threads().forEach(Thread::start);
  }

  /** How much waits for each destination. */
  public Backlog backlog() {
    return backlog;
  }

  private Running start(LaneSettings laneSettings, Sender sender) {
    Map<String, Outcomes> outcomes = new HashMap<>();
    for (Sink sink : laneSettings.sinks().values()) {
      outcomes.put(sink.name(), new Outcomes(sink.outcomes(), conditions, clock));
    }
    Lane lane = new Lane(laneSettings, settings, clock);
    LaneWorker.Shared shared =
        new LaneWorker.Shared(
            lane,
            sender,
            Map.copyOf(outcomes),
            new Outcomes(List.of(), conditions, clock),
            settler,
            new Semaphore(laneSettings.unsettled()),
            settings,
            meters,
            clock,
            random);
    List<LaneWorker> workers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= laneSettings.concurrency(); i++) {
      LaneWorker worker = new LaneWorker(shared);
      workers.add(worker);
      threads.add(Daemons.thread(worker, "lane-" + laneSettings.destination() + "-" + i));
    }
    LaneKeeper keeper = new LaneKeeper(lane, workers, database, replica, events, settings);
    threads.add(Daemons.thread(keeper, "lane-" + laneSettings.destination() + "-keeper"));
    return new Running(lane, threads);
  }

  /**
   * Closes a lane: attempts under way are finished and written, the rest is left to others. Waits
   * at most the grace of the settings.
   */
  public void close(String destination) {
    Running running = lanes.remove(destination);
    if (running != null) {
      running.lane().close();
      finish(running);
    }
  }

  /** Closes all lanes at the same time. */
  @Override
  public void close() {
    List<Running> all = new ArrayList<>(lanes.values());
    lanes.clear();
    all.forEach(running -> running.lane().close());
    all.forEach(this::finish);
    settler.stop(settings.grace().toMillis());
  }

  private void finish(Running running) {
    long end = System.nanoTime() + settings.grace().toNanos();
    Lane lane = running.lane();
    try {
      while (lane.state().underWay() > 0 && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      running.threads().forEach(Thread::interrupt);
      for (Thread thread : running.threads()) {
        thread.join(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      database.inTransaction(
          connection -> {
            Leases.giveBack(connection, lane.settings.destination(), replica, lane.token());
            return true;
          });
    } catch (DatabaseException e) {
      log.warn("Lane {} is left to its lease: {}", lane.settings.destination(), e.getMessage());
    }
  }

  /** Stops everything as a crash would: nothing more is written, no lease is given back. */
  void abandon() {
    lanes.values().forEach(running -> running.lane().close());
    settler.kill();
    lanes.values().forEach(running -> running.threads().forEach(Thread::interrupt));
    lanes.clear();
  }

  /**
   * Leave to enqueue straight into a lane's memory, to be asked inside the enqueuing transaction;
   * empty when this hub does not send for the destination or has no room.
   */
  public Optional<Claim> claim(String destination) {
    Running running = lanes.get(destination);
    return running == null ? Optional.empty() : running.lane().claim();
  }

  /**
   * Waits up to {@code patience} while lanes that send briskly are full. Lanes that are slow, down
   * or paused are not waited for: none holds up the others for longer than that.
   */
  public void awaitRoom(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (Running running : lanes.values()) {
        running.lane().awaitRoom(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Hands over what was enqueued, after the commit. The deliveries without a claim are counted, and
   * looked for in the table.
   *
   * @param enqueued everything that {@code Outbox.enqueue} gave, in its order
   * @param found their events, by id
   */
  public void offer(List<Delivery> enqueued, Map<UUID, StoredEvent> found) {
    Map<String, List<Delivery>> byDestination = new HashMap<>();
    for (Delivery delivery : enqueued) {
      meters.enqueued(delivery.destination());
      byDestination.computeIfAbsent(delivery.destination(), key -> new ArrayList<>()).add(delivery);
    }
    byDestination.forEach(
        (destination, deliveries) -> {
          Running running = lanes.get(destination);
          if (running != null) {
            running.lane().offer(deliveries, found);
          }
        });
  }

  /**
   * To be called when an enqueuing transaction failed in a way that may have committed: what it
   * claimed for memory is found again.
   */
  public void doubt() {
    lanes.values().forEach(running -> running.lane().doubt());
  }

  /** Looks for due deliveries of a destination now, not only within the second. */
  public void wake(String destination) {
    Running running = lanes.get(destination);
    if (running != null) {
      running.lane().wake();
    }
  }

  /** Lets a paused lane go on, whichever hub sends for it; gives whether it was paused. */
  public boolean resume(String destination) {
    boolean paused = database.inTransaction(connection -> Leases.resume(connection, destination));
    Running running = lanes.get(destination);
    if (running != null) {
      running.lane().resume();
    }
    return paused;
  }

  /**
   * Puts dead letters back, under their own ids; they go at the lane's own pace. Doing it twice
   * does no more.
   *
   * @return how many were put back
   */
  public int replay(Replay.Selection selection) {
    Map<String, Integer> counts =
        database.inTransaction(connection -> Replay.replay(connection, selection));
    replayed(counts);
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Cancels deliveries that are pending or dead. One whose attempt is under way may still arrive,
   * and one in another hub's memory within the next seconds.
   *
   * @param reason stable word for it
   * @return how many were canceled
   */
  public int cancel(Collection<UUID> deliveries, String reason) {
    Map<String, Integer> counts =
        database.inTransaction(connection -> Replay.cancel(connection, deliveries, reason));
    canceled(counts, deliveries, reason);
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Dead letters were put back by somebody's transaction: counts them and looks for them. */
  public void replayed(Map<String, Integer> byDestination) {
    byDestination.forEach(meters::replayed);
    byDestination.keySet().forEach(this::wake);
  }

  /** Deliveries were canceled by somebody's transaction: counts them and leaves them alone. */
  public void canceled(
      Map<String, Integer> byDestination, Collection<UUID> deliveries, String reason) {
    lanes.values().forEach(running -> running.lane().forget(deliveries));
    byDestination.forEach(
        (destination, count) -> {
          for (int i = 0; i < count; i++) {
            meters.canceled(destination, reason);
          }
          wake(destination);
        });
  }

  /** How a lane of this hub fares; empty when it has none for the destination. */
  public Optional<LaneState> state(String destination) {
    return Optional.ofNullable(lanes.get(destination)).map(running -> running.lane().state());
  }

  /** How all lanes of this hub fare. */
  public List<LaneState> states() {
    return lanes.values().stream().map(running -> running.lane().state()).toList();
  }
}
