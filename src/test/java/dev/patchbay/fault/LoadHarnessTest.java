package dev.patchbay.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.fault.Sender.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fault tests and the benchmark measure with must itself be right. */
class LoadHarnessTest {

  @TempDir Path folder;

  /** A hub that forgets nothing and refuses every message once. */
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private HttpServer hub;

  @BeforeEach
  void startHub() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    hub.setExecutor(Executors.newFixedThreadPool(4));
    hub.createContext(
        "/hooks/form",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var id = FormTraffic.ID.matcher(body);
          boolean again = id.find() && !seen.add(id.group());
          if (!again) {
            exchange.getResponseHeaders().add("Retry-After", "2");
          }
          exchange.sendResponseHeaders(again ? 202 : 503, -1);
          exchange.close();
        });
    hub.start();
  }

  @AfterEach
  void stopHub() {
    hub.stop(0);
  }

  @Test
  void sendsAgainUnderTheSameIdUntilAcknowledged() throws IOException {
    Path file = folder.resolve("ledger");
    FormTraffic traffic = new FormTraffic("again", hub.getAddress().getPort());
    try (Ledger ledger = new Ledger(file);
        OpenLoopLoad load =
            new OpenLoopLoad(
                traffic, ledger, hub.getAddress().getPort(), 200, 4, Duration.ofMillis(50))) {
      load.start();
      assertThat(Poll.until(Duration.ofSeconds(10), () -> load.started() >= 40)).isTrue();
      assertThat(load.drain(Duration.ofSeconds(10))).isTrue();

      assertThat(load.acknowledged()).isEqualTo(load.started());
      assertThat(load.tries())
          .hasSize(Math.toIntExact(2 * load.started()))
          .filteredOn(t -> t.nth() == 1)
          .extracting(t -> t.answer())
          .containsOnly(new Answer(503, "2"));
      assertThat(Ledger.acknowledged(file)).isEqualTo(seen);
      assertThat(load.ackNanos().getMinValue())
          .as("the time counts from when a message was due, over its tries")
          .isGreaterThanOrEqualTo(Duration.ofMillis(37).toNanos() * 999 / 1000);
    }
  }

  @Test
  void keepsItsRateWhateverTheAnswersDo() {
    int nobody = HubProcess.freePort();
    try (OpenLoopLoad load =
        new OpenLoopLoad(
            new FormTraffic("rate", nobody), null, nobody, 500, 2, Duration.ofHours(1))) {
      long begin = System.nanoTime();
      load.start();
      assertThat(Poll.until(Duration.ofSeconds(20), () -> load.tries().size() >= 250)).isTrue();
      load.stopNew();
      assertThat(Poll.secondsSince(begin)).isGreaterThan(0.45);
      assertThat(load.dueNanos(100) - load.dueNanos(0)).isEqualTo(200_000_000);
      assertThat(load.tries()).extracting(t -> t.answer().status()).containsOnly(0);
    }
  }

  @Test
  void keepsEveryLineOfManyWriters() throws Exception {
    Path file = folder.resolve("ledger");
    try (Ledger ledger = new Ledger(file)) {
      List<Thread> writers =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(
                  writer ->
                      new Thread(
                          () -> {
                            for (int i = 0; i < 50; i++) {
                              ledger.write("w%d-%d".formatted(writer, i), i % 2 == 0 ? 202 : 503);
                            }
                          }))
              .toList();
      writers.forEach(Thread::start);
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(Ledger.acknowledged(file)).hasSize(8 * 25).contains("w7-48").doesNotContain("w7-49");
  }

  @Test
  void tellsNaiveFromEffectiveDuplicates() throws IOException {
    FormTraffic traffic = new FormTraffic("sink", 1);
    try (Recorder recorder = new Recorder()) {
      int port = java.net.URI.create(recorder.url()).getPort();
      try (Sender sender = new Sender(port, 2_000)) {
        assertThat(sender.send(delivery(traffic, 1, "d1"))).isEqualTo(new Answer(204, null));
        sender.send(delivery(traffic, 1, "d1"));
        sender.send(delivery(traffic, 2, "d2"));
        sender.send(delivery(traffic, 2, "d3"));
        recorder.behave(id -> 503);
        assertThat(sender.send(delivery(traffic, 3, "d4")).status()).isEqualTo(503);
        recorder.behave(id -> Recorder.Behavior.CUT);
        assertThat(sender.send(delivery(traffic, 3, "d4"))).isEqualTo(Answer.NONE);
        recorder.behave(Recorder.Behavior.ACCEPT);
        assertThat(sender.send(delivery(traffic, 3, "d4")).status()).isEqualTo(204);
      }
      assertThat(recorder.messages()).isEqualTo(3);
      assertThat(recorder.naiveDuplicates()).isEqualTo(2);
      assertThat(recorder.effectiveDuplicates()).isEqualTo(1);
      assertThat(recorder.count(traffic.id(3))).isEqualTo(3);
      assertThat(recorder.missing(Set.of(traffic.id(1), traffic.id(9))))
          .containsExactly(traffic.id(9));
    }
  }

  /** As the hub sends it: chunked. */
  private static byte[] delivery(FormTraffic traffic, long number, String delivery) {
    byte[] body = traffic.body(number);
    return ("POST /in HTTP/1.1\r\nHost: x\r\nIdempotency-Key: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                .formatted(delivery)
            + Integer.toHexString(body.length)
            + "\r\n"
            + new String(body, StandardCharsets.ISO_8859_1)
            + "\r\n0\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
