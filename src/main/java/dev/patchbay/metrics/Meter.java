package dev.patchbay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;

/** Each meter there is: its name, labels and meaning. The reference page is made from it. */
enum Meter {
  RECEIVED(Kind.COUNTER, "messages.received", "New messages, committed.", "connection"),
  DUPLICATE(
      Kind.COUNTER, "messages.duplicate", "Messages that had been received before.", "connection"),
  FOUND_BY_SWEEP(
      Kind.COUNTER,
      "messages.found.by.sweep",
      "Messages with something new that only a sweep found: their webhook never came, or came late.",
      "connection"),
  SWEEPS(
      Kind.COUNTER,
      "sweeps",
      "Sweeps, by outcome: whole, or stopped before the end and begun again next time.",
      "connection",
      "outcome"),
  ID_REUSED(
      Kind.COUNTER,
      "messages.id.reused",
      "Messages with a known id but another body; each is kept as a message of its own.",
      "connection"),
  REFUSED(
      Kind.COUNTER,
      "messages.refused",
      "Messages that were not taken, and why: nothing of them is stored.",
      "connection",
      "reason"),
  PROCESSED(
      Kind.COUNTER,
      "messages.processed",
      "Messages that became events or were rightly ignored.",
      "connection"),
  INVALID(
      Kind.COUNTER,
      "messages.invalid",
      "Messages that could not be mapped; they stay and can be replayed.",
      "connection",
      "kind"),
  WAITING(Kind.GAUGE, "messages.waiting", "Messages that wait to be processed.", "connection"),
  WAITING_OLDEST(
      Kind.GAUGE,
      "messages.oldest.age.seconds",
      "Age of the oldest message that waits to be processed.",
      "connection"),
  ACK(Kind.TIMER, "ack", "From a message's arrival to its commit.", "connection"),
  STORED(Kind.COUNTER, "events.stored", "Canonical events stored.", "connection", "type"),
  ECHOES(
      Kind.COUNTER,
      "echoes",
      "Changes that a tool told of and that were none: written by us, or told before; stored, and sent to nobody.",
      "connection"),
  REPEATED(
      Kind.COUNTER,
      "events.repeated",
      "Events that were known already: another message had told of the same.",
      "connection",
      "type"),
  CAPTURE(Kind.TIMER, "capture", "Capture clock: happened to received.", "connection"),
  CUSTOMER_CREATED(Kind.COUNTER, "customers.added", "Customers met for the first time."),
  CUSTOMER_MATCHED(Kind.COUNTER, "customers.matched", "Events tied to a known customer."),
  CUSTOMER_CONFLICT(
      Kind.COUNTER,
      "customers.conflict",
      "Events whose identifiers belong to several customers; the strongest identifier won."),
  REMOVED_UNKNOWN(
      Kind.COUNTER,
      "removals.unknown",
      "Records that a tool deleted of people nobody here knows; stored, and nobody is made known by it.",
      "connection"),
  EMPTIED(
      Kind.COUNTER,
      "messages.emptied",
      "Processed messages whose body, headers and address went, as the stack's retention says.",
      "connection"),
  ENQUEUED(Kind.COUNTER, "deliveries.enqueued", "Deliveries put into the outbox.", "destination"),
  DELIVERED(Kind.COUNTER, "deliveries.delivered", "Deliveries accepted.", "destination"),
  RETRIED(
      Kind.COUNTER,
      "deliveries.retried",
      "Attempts after which the delivery will be tried again, and why.",
      "destination",
      "kind"),
  DEAD(Kind.COUNTER, "deliveries.dead", "Dead letters, and why.", "destination", "kind"),
  CANCELED(
      Kind.COUNTER,
      "deliveries.canceled",
      "Deliveries canceled, and why.",
      "destination",
      "reason"),
  REPLAYED(
      Kind.COUNTER,
      "deliveries.replayed",
      "Dead letters put back; each leaves the dead and is pending again.",
      "destination"),
  PENDING(Kind.GAUGE, "deliveries.pending", "Deliveries not yet ended.", "destination"),
  PENDING_OLDEST(
      Kind.GAUGE,
      "deliveries.oldest.age.seconds",
      "Age of the oldest delivery not yet ended.",
      "destination"),
  LANE_PAUSED(
      Kind.GAUGE,
      "lane.paused",
      "1 while a lane waits for its configuration to be mended, else 0.",
      "destination"),
  ATTEMPTS(Kind.COUNTER, "attempts", "Attempts by what they meant.", "destination", "verdict"),
  ATTEMPT(Kind.TIMER, "attempt", "Length of one attempt.", "destination"),
  PIPELINE(
      Kind.TIMER,
      "pipeline",
      "Pipeline clock: received to first attempt.",
      "connection",
      "destination"),
  WRITE(
      Kind.TIMER, "write", "Write clock: first attempt to accepted.", "connection", "destination"),
  DELIVERY(
      Kind.TIMER,
      "delivery",
      "Delivery clock: received to accepted (time-to-CRM where the destination is the CRM).",
      "connection",
      "destination"),
  PROJECTED(
      Kind.COUNTER,
      "projection.made",
      "Customers, and events of nobody, whose rows in the views were made anew."),
  PROJECTION_FAILED(
      Kind.COUNTER,
      "projection.failed",
      "Customers, or events of nobody, whose rows could not be made; tried again by and by."),
  PROJECTION_BACKLOG(
      Kind.GAUGE, "projection.backlog", "Notes of changes that the views do not show yet."),
  PROJECTION_LAG(
      Kind.GAUGE,
      "projection.lag.seconds",
      "Age of the oldest change that the views do not show yet."),
  LEADS_WAITING(Kind.GAUGE, "leads.waiting", "Leads that nobody has answered yet."),
  LEADS_OVER_TARGET(
      Kind.GAUGE, "leads.over.target", "Leads that wait longer for an answer than the target."),
  CONNECTION_OVERDUE(
      Kind.GAUGE,
      "connection.overdue",
      "1 while a connection was not heard from as often as the stack expects, else 0.",
      "connection"),
  FLOW_TARGET(
      Kind.GAUGE,
      "flow.target.seconds",
      "Shortest time from received to accepted that a flow to the destination asks for.",
      "destination"),
  DATABASE_SIZE(Kind.GAUGE, "database.size.bytes", "Size of the database on disk."),
  OLDEST_TRANSACTION(
      Kind.GAUGE,
      "database.oldest.transaction.seconds",
      "Age of the oldest open transaction: while it is open, the database cannot clean up.");

  /** Kinds of meters, as Prometheus shows them. */
  enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  private final Kind kind;
  private final String id;
  private final String meaning;
  private final List<String> labels;

  Meter(Kind kind, String id, String meaning, String... labels) {
    this.kind = kind;
    this.id = "patchbay." + id;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(id).description(meaning).tags(tags(values)).register(registry);
  }

  Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(id)
        .description(meaning)
        .tags(tags(values))
        .publishPercentileHistogram()
        .register(registry);
  }

  void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
    Gauge.builder(id, value).description(meaning).tags(tags(values)).register(registry);
  }

  /** The name in Prometheus, such as {@code patchbay_messages_received_total}. */
  String prometheus() {
    String name = id.replace('.', '_');
    return switch (kind) {
      case COUNTER -> name + "_total";
      case TIMER -> name + "_seconds";
      case GAUGE -> name;
    };
  }

  String meaning() {
    return meaning;
  }

  List<String> labels() {
    return labels;
  }

  Kind kind() {
    return kind;
  }

  private Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(id + " has the labels " + labels);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }
}
