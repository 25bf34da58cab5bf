package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Sweep;
import dev.patchbay.doubles.Answer;
import dev.patchbay.doubles.DoubleServer;
import dev.patchbay.doubles.Received;
import dev.patchbay.inbox.Inbox;
import dev.patchbay.inbox.InboxUnavailableException;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.inbox.Receipt;
import dev.patchbay.route.CursorPositions;
import dev.patchbay.route.FakeHub;
import dev.patchbay.route.SignedInConnections;
import dev.patchbay.route.SweepPages.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.support.ScheduledPollEndpoint;

/**
 * One connection whose tool is only read: the real routes, Kamelet and inbox at one end, a faked
 * vendor at the other, and everything that passed between them.
 *
 * <p>The vendor is busy at first, and again before each further page; the first time that a page
 * comes, nothing can be stored. Once the sweep is whole, the next one's first question is turned
 * away, and a day later the same pages are read again.
 */
final class SweepLife implements AutoCloseable {

  static final Duration WAIT = Duration.ofSeconds(7);

  private static final String WHOLE = "sweep";
  private static final String PAGE = "sweep-page";
  private static final Answer DOWN = new Answer(503, Map.of(), "");

  /** A message that was stored, and what the inbox said. */
  record Kept(Incoming incoming, Receipt receipt) {}

  private enum Phase {
    FIRST,
    NEXT,
    AGAIN,
    OVER
  }

  final List<Kept> stored = new CopyOnWriteArrayList<>();
  final List<Received> asked = new CopyOnWriteArrayList<>();
  final List<String> faults = new CopyOnWriteArrayList<>();
  final Map<String, String> positions = new ConcurrentHashMap<>();
  final StillClock clock;
  final ObjectNode with;
  final SweptVendor vendor;
  volatile Received next;
  volatile Instant nextUntil;
  volatile int storedAtFirst;

  private final ConnectorCase each;
  private final Sweep sweep;
  private final Inbox inbox;
  private final DoubleServer server;
  private final FakeHub hub;
  private final String connection;
  private final Set<String> refused = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private volatile Phase phase = Phase.FIRST;
  private volatile boolean whole;
  private volatile boolean away;
  private volatile boolean missed;

  /** One whose vendor answers by {@code answering}: by {@link #live} as said above. */
  SweepLife(
      ConnectorCase each,
      Catalog catalog,
      Path folder,
      String connection,
      Inbox inbox,
      Function<SweepLife, Function<Received, Answer>> answering)
      throws IOException {
    this.each = each;
    this.sweep = SweepTalk.sweep(each.connector());
    this.connection = connection;
    this.inbox = inbox;
    this.clock = new StillClock(SweepTalk.until(each).plus(sweep.grace()));
    Function<Received, Answer> answers = answering.apply(this);
    this.server =
        new DoubleServer(
            0,
            request -> {
              synchronized (this) {
                asked.add(request);
                away = false;
                missed = false;
                if (clock.isAwaited()) {
                  faults.add("asked before the time had passed: " + SweptVendor.told(request));
                }
                return answers.apply(request);
              }
            });
    this.with = (ObjectNode) each.withoutSecrets(here(each.with()));
    this.vendor =
        each.isDouble()
            ? SweptVendor.Played.of(each)
            : new SweptVendor.Recorded(SweepTalk.of(each, with), wire(each));
    this.hub = new FakeHub(folder, catalog).with(clock, this::receive, new Positions());
    positions.put(WHOLE, SweepTalk.since(each).plus(sweep.lookback()).toString());
  }

  /** What goes over the wire beside the questions: as the case says, or the first that does. */
  static JsonNode wire(ConnectorCase each) {
    return each.expects("wire")
        ? each.expected("wire")
        : SweepConformanceTest.cases()
            .filter(other -> other.connector().name().equals(each.connector().name()))
            .map(other -> other.expected("wire"))
            .filter(wire -> !wire.isMissingNode())
            .findFirst()
            .orElse(MissingNode.getInstance());
  }

  /** Its tokens are asked for. */
  SweepLife signingIn(SignedInConnections signedIn) {
    hub.context.getRegistry().bind("signedIn", SignedInConnections.class, signedIn);
    return this;
  }

  /** The connection starts, with these parameters. */
  SweepLife start(Map<String, String> values) throws Exception {
    hub.context
        .getCamelContextExtension()
        .registerEndpointCallback(
            (uri, endpoint) -> {
              if (endpoint instanceof ScheduledPollEndpoint polled) {
                polled.setInitialDelay(10);
                polled.setDelay(10);
              }
              return endpoint;
            });
    hub.connection(connection, each.connector().name(), here(values));
    faults.addAll(hub.start(Set.of("127.0.0.1")).stream().map(Objects::toString).toList());
    if (hub.context.getRoute("sweep-" + connection) == null) {
      faults.add("there is no sweep with the parameters of the case");
    }
    return this;
  }

  private Map<String, String> here(Map<String, String> values) {
    return SinkRun.led(each.connector(), values, server::here);
  }

  /** The vendor of a whole life. */
  Answer live(Received request) {
    if (phase == Phase.FIRST && whole && !isUnderWay()) {
      phase = Phase.NEXT;
    } else if (phase == Phase.AGAIN && !isUnderWay()) {
      phase = Phase.OVER;
    }
    return switch (phase) {
      case FIRST -> first(request);
      case NEXT -> next(request);
      case AGAIN -> again(request);
      case OVER -> DOWN;
    };
  }

  private Answer first(Received request) {
    String question = SweptVendor.asked(request);
    boolean opening = asked.size() == 1;
    // While a page is kept the window stands: before, it would be another one after the wait.
    if (opening || (isUnderWay() && refused.add(question))) {
      if (opening) {
        clock.pass(WAIT.negated());
      }
      clock.await(WAIT);
      return new Answer(429, Map.of(sweep.retryAfter(), "" + WAIT.toSeconds()), "");
    }
    Answer answer = vendor.answer(request);
    if (vendor.brings() && lost.add(question)) {
      away = true;
    } else {
      vendor.taken();
    }
    return answer;
  }

  private Answer next(Received request) {
    next = request;
    nextUntil = clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(sweep.grace());
    storedAtFirst = stored.size();
    clock.pass(Duration.ofDays(1));
    Question question =
        Objects.requireNonNull(
            SweepTalk.pages(each, with).begin(SweepTalk.since(each), SweepTalk.until(each)).next());
    ObjectNode place = ConnectorCase.JSON.createObjectNode();
    place.put("at", clock.instant().toString());
    place.put("since", SweepTalk.since(each).toString());
    place.put("until", SweepTalk.until(each).toString());
    place.set("with", with);
    place.set("ask", question.written());
    positions.put(PAGE, place.toString());
    vendor.rewind();
    phase = Phase.AGAIN;
    return DOWN;
  }

  private Answer again(Received request) {
    Answer answer = vendor.answer(request);
    vendor.taken();
    return answer;
  }

  /** Whether a sweep stands at a page before which everything is committed. */
  private boolean isUnderWay() {
    return !positions.getOrDefault(PAGE, "").isEmpty();
  }

  /** Whether everything was read up to the end of the first window. */
  boolean isWhole() {
    return whole || !faults.isEmpty() || !vendor.faults().isEmpty();
  }

  boolean isOver() {
    return phase == Phase.OVER || !faults.isEmpty() || !vendor.faults().isEmpty();
  }

  private CompletableFuture<Receipt> receive(Incoming incoming) {
    if (away) {
      missed = true;
      return CompletableFuture.failedFuture(
          new InboxUnavailableException("away", Duration.ofSeconds(1), null));
    }
    return inbox
        .receive(incoming)
        .thenApply(
            receipt -> {
              stored.add(new Kept(incoming, receipt));
              return receipt;
            });
  }

  private final class Positions implements CursorPositions {
    @Override
    public Optional<String> get(String of, String name) {
      return Optional.ofNullable(positions.get(name));
    }

    @Override
    public void move(String of, String name, String position) {
      if (missed && !position.isEmpty()) {
        faults.add("moved to %s %s with a message not stored".formatted(name, position));
      }
      if (name.equals(WHOLE) && Instant.parse(position).equals(SweepTalk.until(each))) {
        whole = true;
      }
      positions.put(name, position);
    }
  }

  /** What was asked and what was wrong with it. */
  String story() {
    StringBuilder story = new StringBuilder(each + " " + phase + " " + positions);
    asked.forEach(request -> story.append("\n  ").append(SweptVendor.told(request)));
    vendor.faults().forEach(fault -> story.append("\n  FAULT ").append(fault));
    faults.forEach(fault -> story.append("\n  FAULT ").append(fault));
    return story.toString();
  }

  @Override
  public void close() {
    hub.close();
    server.close();
  }
}
