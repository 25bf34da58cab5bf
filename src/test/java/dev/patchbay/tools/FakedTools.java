package dev.patchbay.tools;

import dev.patchbay.connector.Category;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Person;
import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.mapping.EventJson;
import dev.patchbay.outbox.CustomerDeliveries.Sent;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.PlannedFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Tools that hold one customer, tell every change by webhook, and cannot tell who made it; and the
 * hub between them, with a clock of its own. One run is one history, given by its seed.
 */
final class FakedTools {

  static final UUID CUSTOMER = new UUID(1, 1);
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  /** Something that happens at its time. */
  private record Step(Instant at, long number, Runnable run) {}

  /** How the faked vendors behave. */
  record Vendors(
      UnaryOperator<String> storing,
      Duration webhookDelay,
      Duration writeDelay,
      Duration clockOff,
      double twice,
      double partial) {

    static final Vendors PLAIN =
        new Vendors(
            value -> value, Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ZERO, 0, 0);
  }

  private final Random random;
  private final Map<String, Vendors> vendors = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> records = new HashMap<>();
  private final Map<String, Instant> laneFree = new HashMap<>();
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(java.util.Comparator.comparing(Step::at).thenComparingLong(Step::number));
  private final List<StoredEvent> events = new ArrayList<>();
  private final Map<UUID, Sent> sent = new LinkedHashMap<>();
  private final Map<String, Integer> deliveries = new TreeMap<>();
  private final Echoes echoes;
  private Instant now = START;
  private long number;
  private int tellings;
  private int echoed;

  FakedTools(long seed, Map<String, Vendors> vendors) {
    this.random = new Random(seed);
    this.vendors.putAll(vendors);
    List<PlannedConnection> connections = new ArrayList<>();
    List<PlannedFlow> flows = new ArrayList<>();
    for (String tool : vendors.keySet()) {
      connections.add(
          ToolPlans.tool(
              tool, Category.CRM, ToolPlans.contact("lead.submitted", "contact.updated")));
      flows.add(
          ToolPlans.flow(
              "from-" + tool,
              List.of(tool),
              List.of("contact"),
              vendors.keySet().stream().filter(n -> !n.equals(tool)).toArray(String[]::new)));
      records.put(tool, new TreeMap<>());
    }
    connections.add(ToolPlans.form("form"));
    echoes = new Echoes(Tools.of(ToolPlans.plan(connections, flows)));
    lead();
  }

  /** A lead that the hub wrote to all of them, long told by now. */
  private void lead() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("email", "ana@example.com");
    fields.put("firstName", "Ana");
    fields.put("lastName", "Bell");
    StoredEvent event = event("form", "lead.submitted", START.minusSeconds(7200), fields);
    events.add(event);
    for (String tool : vendors.keySet()) {
      UUID id = id();
      Instant at = START.minusSeconds(7000);
      sent.put(id, new Sent(id, event.id(), tool, null, at.minusSeconds(10), at));
      fields.forEach((name, value) -> records.get(tool).put(name, stored(tool, value)));
    }
  }

  /** A person changes a field in a tool, so long after the start. */
  void change(String tool, Duration after, String field, String value) {
    at(
        START.plus(after),
        () -> {
          records.get(tool).put(field, value);
          tellings += tell(tool, field);
        });
  }

  /** Runs until nothing is left to happen. */
  void run(int mostSteps) {
    int done = 0;
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      if (++done > mostSteps) {
        throw new AssertionError("Still not quiet after " + mostSteps + " steps");
      }
      now = step.at();
      step.run().run();
    }
  }

  private int tell(String tool, String changed) {
    Vendors vendor = vendors.get(tool);
    Map<String, String> record = new TreeMap<>(records.get(tool));
    if (random.nextDouble() < vendor.partial()) {
      record.keySet().retainAll(Set.of("email", changed));
    }
    Instant told = now.plus(vendor.clockOff());
    int times = random.nextDouble() < vendor.twice() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      at(now.plus(some(vendor.webhookDelay())), () -> receive(tool, told, record));
    }
    return times;
  }

  private void receive(String tool, Instant told, Map<String, String> record) {
    StoredEvent event = event(tool, "contact.updated", told, record);
    List<Echoes.Wanted> wanted =
        vendors.keySet().stream()
            .filter(name -> !name.equals(tool))
            .map(name -> new Echoes.Wanted(name, "from-" + tool, null))
            .toList();
    List<StoredEvent> history = new ArrayList<>(events);
    java.util.Collections.shuffle(history, random);
    Echoes.Answer answer =
        echoes.judge(
            new Echoes.Question(event, wanted), history, new ArrayList<>(sent.values()), Set.of());
    events.add(event);
    if (answer.echo()) {
      echoed++;
      return;
    }
    for (Echoes.Wanted each : wanted) {
      if (!answer.without().contains(each)) {
        deliver(event, each.destination(), record);
      }
    }
  }

  private void deliver(StoredEvent event, String tool, Map<String, String> record) {
    UUID id = id();
    Instant enqueued = now;
    sent.put(id, new Sent(id, event.id(), tool, null, enqueued, null));
    deliveries.merge(tool, 1, Integer::sum);
    Instant begins = now.plus(some(vendors.get(tool).writeDelay()));
    Instant free = laneFree.getOrDefault(tool, START);
    begins = begins.isBefore(free) ? free : begins;
    Instant ends = begins.plusMillis(50 + random.nextInt(500));
    laneFree.put(tool, ends.plusMillis(1));
    at(
        begins,
        () -> {
          record.forEach((name, value) -> records.get(tool).put(name, stored(tool, value)));
          tell(tool, "firstName");
        });
    at(ends, () -> sent.put(id, new Sent(id, event.id(), tool, null, enqueued, ends)));
  }

  private StoredEvent event(String source, String type, Instant at, Map<String, String> fields) {
    Person person =
        new Person(
            fields.get("email"),
            null,
            fields.get("firstName"),
            fields.get("lastName"),
            fields.get("company"),
            null,
            Map.of(source, "7"));
    EventData data = EventData.NOTHING.withPerson(person);
    Instant received = type.equals("lead.submitted") ? at : now;
    return new StoredEvent(
        id(), id(), type, source, null, at, received, CUSTOMER, EventJson.writeData(data));
  }

  private String stored(String tool, String value) {
    return vendors.get(tool).storing().apply(value);
  }

  private Duration some(Duration most) {
    return Duration.ofMillis(1 + random.nextInt((int) Math.max(1, most.toMillis())));
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private void at(Instant at, Runnable run) {
    steps.add(new Step(at, number++, run));
  }

  /** How many webhooks told of what people changed. */
  int tellings() {
    return tellings;
  }

  /** How many deliveries there were, by tool. */
  Map<String, Integer> deliveries() {
    return deliveries;
  }

  int delivered() {
    return deliveries.values().stream().mapToInt(Integer::intValue).sum();
  }

  int echoed() {
    return echoed;
  }

  String held(String tool, String field) {
    return records.get(tool).get(field);
  }
}
