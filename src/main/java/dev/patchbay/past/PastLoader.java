package dev.patchbay.past;

import dev.patchbay.customer.Customers;
import dev.patchbay.customer.Identified;
import dev.patchbay.customer.Sighting;
import dev.patchbay.db.Database;
import dev.patchbay.event.Event;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.DeliveryImport;
import dev.patchbay.outbox.FinishedDelivery;
import dev.patchbay.pipeline.Sightings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * Stores a past as a hub would have: people are recognized, events appended, deliveries kept with
 * their attempts. What is derived from it is for the projector, once everything is there.
 */
public final class PastLoader {

  private record Read(PastEvent told, String data, List<FinishedDelivery> deliveries) {}

  private final Database database;
  private final Customers customers;
  private final EventLog events;
  private final PastDeliveries deliveries;
  private final int batch;

  /** A loader that stores so many events in one transaction. */
  public PastLoader(
      Database database,
      Customers customers,
      EventLog events,
      PastDeliveries deliveries,
      int batch) {
    this.database = database;
    this.customers = customers;
    this.events = events;
    this.deliveries = deliveries;
    this.batch = batch;
  }

  /**
   * Stores all of it; one batch is made while the one before is stored.
   *
   * @param progress is told how many events are stored, after each batch
   * @return how many events there were
   */
  public long load(Iterator<PastEvent> year, LongConsumer progress) {
    ExecutorService storer = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
      long stored = 0;
      while (year.hasNext()) {
        List<Read> reads = read(year);
        storing.join();
        progress.accept(stored);
        stored += reads.size();
        storing = CompletableFuture.runAsync(() -> store(reads), storer);
      }
      storing.join();
      progress.accept(stored);
      return stored;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      storer.shutdown();
    }
  }

  private List<Read> read(Iterator<PastEvent> year) {
    List<Read> reads = new ArrayList<>(batch);
    while (year.hasNext() && reads.size() < batch) {
      PastEvent told = year.next();
      String data = EventJson.writeData(told.event().data());
      reads.add(new Read(told, data, deliveries.of(told, null, data)));
    }
    return reads;
  }

  private void store(List<Read> reads) {
    database.inTransaction(
        sql -> {
          store(sql, reads);
          return true;
        });
  }

  private void store(Connection sql, List<Read> reads) throws SQLException {
    List<Identified> identified =
        customers.identify(sql, reads.stream().map(PastLoader::sighting).toList());
    List<StoredEvent> rows = new ArrayList<>(reads.size());
    List<FinishedDelivery> sent = new ArrayList<>(reads.size());
    for (int i = 0; i < reads.size(); i++) {
      Read read = reads.get(i);
      Identified whose = identified.get(i);
      rows.add(row(read, whose));
      UUID customer = whose.customer();
      read.deliveries().forEach(delivery -> sent.add(delivery.of(customer)));
    }
    events.append(sql, rows);
    DeliveryImport.insert(sql, sent);
  }

  private static StoredEvent row(Read read, Identified whose) {
    Event event = read.told().event();
    return new StoredEvent(
        event.id(),
        read.told().message(),
        event.type(),
        event.source(),
        event.subject(),
        event.time(),
        read.told().receivedAt(),
        whose.customer(),
        whose.sighting(),
        read.data());
  }

  private static Sighting sighting(Read read) {
    PastEvent told = read.told();
    return Sightings.of(told.event(), told.message(), told.receivedAt());
  }
}
