package dev.patchbay.delivery;

import dev.patchbay.eventlog.StoredEvent;
import dev.patchbay.outbox.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers each event by its own script, then with 200; remembers all it was sent, in order. */
final class ScriptedSender implements Sender {

  /** One attempt as the destination saw it. */
  record Call(
      String destination, @Nullable UUID customer, UUID event, UUID delivery, String answer) {}

  private final Map<String, Deque<String>> scripts = new ConcurrentHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  final AtomicInteger underWay = new AtomicInteger();
  final AtomicInteger mostUnderWay = new AtomicInteger();

  void script(String destination, UUID event, List<String> answers) {
    scripts.put(destination + event, new ArrayDeque<>(answers));
  }

  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  @Override
  public Reply send(Delivery delivery, StoredEvent event) {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      Deque<String> script = scripts.get(delivery.destination() + event.id());
      String answer;
      synchronized (calls) {
        String next = script == null ? null : script.poll();
        answer = next == null ? "200" : next;
        calls.add(
            new Call(
                delivery.destination(), delivery.customer(), event.id(), delivery.id(), answer));
      }
      return reply(answer);
    } finally {
      underWay.decrementAndGet();
    }
  }

  static Reply reply(String answer) {
    return switch (answer) {
      case "timeout" ->
          Reply.failed(new Reply.Failure("timeout", "SocketTimeoutException", null, "Timed out."));
      case "reset" -> Reply.failed(new Reply.Failure("connect", "SocketException", null, "Reset."));
      case "429" -> new Reply(429, Map.of("retry-after", "0"), null, null);
      default -> new Reply(Integer.valueOf(answer), Map.of(), null, null);
    };
  }
}
