package dev.patchbay.pipeline;

import dev.patchbay.db.Database;
import dev.patchbay.db.Rounds;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Looks from time to time for what the hub itself has to tell, and tells it. */
abstract class Telling implements AutoCloseable {

  final Database database;
  final Supplier<Plan> plan;
  final EventLog events;
  final OwnEvents own;
  final InstantSource clock;
  private final Lanes lanes;
  private final Rounds rounds;

  /** Tells nothing until it is started; {@code name} is that of its thread. */
  Telling(
      String name,
      Duration every,
      Database database,
      Supplier<Plan> plan,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      InstantSource clock) {
    this.database = database;
    this.plan = plan;
    this.events = events;
    this.own = new OwnEvents(plan, events, outbox, lanes::claim);
    this.lanes = lanes;
    this.clock = clock;
    this.rounds = new Rounds(name, every, this::tell);
  }

  /** Looks from now on, where the stack has a flow that carries what it tells. */
  public void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  /** Tells what nobody was told of; gives how many deliveries that came to. */
  abstract int tell();

  /** Tells what {@code search} finds; as {@link OwnEvents#tell(Database, Lanes, Database.Work)}. */
  final int tell(Database.Work<List<StoredEvent>> search) {
    return own.tell(database, lanes, search);
  }
}
