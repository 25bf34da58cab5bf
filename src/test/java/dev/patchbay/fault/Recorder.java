package dev.patchbay.fault;

import dev.patchbay.fault.HttpStream.Received;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * A destination that remembers every delivery before it answers: what a naive one would have got,
 * and what one that upserts by delivery id would have.
 */
public final class Recorder implements Closeable {

  /** How the destination answers. */
  @FunctionalInterface
  public interface Behavior {

    /** Closes the connection in place of an answer. */
    int CUT = -1;

    /** A status, or {@link #CUT}; may take its time. */
    int answer(String id) throws InterruptedException;

    /** Accepts everything. */
    Behavior ACCEPT = id -> 204;
  }

  /** All that arrived about one message. */
  private static final class Arrivals {
    private final long firstNanos;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<String> deliveries = ConcurrentHashMap.newKeySet(1);

    Arrivals(long firstNanos) {
      this.firstNanos = firstNanos;
    }
  }

  private static final String DELIVERY_HEADER = "idempotency-key";

  private final ServerSocket server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "recorder");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<HttpStream> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Arrivals> messages = new ConcurrentHashMap<>();
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile long lastNanos;
  private volatile Behavior behavior = Behavior.ACCEPT;

  /** Listens on a loopback port that was free. */
  public Recorder() {
    try {
      server = new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Address to deliver to. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/in";
  }

  /** Answers otherwise from now on. */
  public void behave(Behavior next) {
    behavior = next;
  }

  /** How many different messages were delivered. */
  public int messages() {
    return messages.size();
  }

  /** Those of {@code ids} that were never delivered. */
  public Set<String> missing(Collection<String> ids) {
    return ids.stream()
        .filter(id -> !messages.containsKey(id))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Copies beyond the first that were answered 2xx: what a destination without memory has twice.
   */
  public int naiveDuplicates() {
    return messages.values().stream().mapToInt(a -> Math.max(0, a.accepted.get() - 1)).sum();
  }

  /** Messages that came under more than one delivery id: upserting does not help against those. */
  public int effectiveDuplicates() {
    return messages.values().stream().mapToInt(a -> Math.max(0, a.deliveries.size() - 1)).sum();
  }

  /** Requests that named no message or no delivery id. */
  public long unknown() {
    return unknown.get();
  }

  /** The most requests that were ever under way at once. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  /** When a message first came, by {@link System#nanoTime}; negative where it never did. */
  public long firstNanos(String id) {
    Arrivals arrivals = messages.get(id);
    return arrivals == null ? -1 : arrivals.firstNanos;
  }

  /** When the latest message came that had not come before, by {@link System#nanoTime}. */
  public long lastNanos() {
    return lastNanos;
  }

  /** How often a message came. */
  public int count(String id) {
    Arrivals arrivals = messages.get(id);
    return arrivals == null ? 0 : arrivals.count.get();
  }

  /** Forgets what came so far. */
  public void clear() {
    messages.clear();
    unknown.set(0);
    mostUnderWay.set(0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
    for (HttpStream stream : open) {
      stream.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (HttpStream stream = new HttpStream(socket)) {
      open.add(stream);
      try {
        for (Received request = stream.read(); request != null; request = stream.read()) {
          mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          try {
            if (!answer(stream, request)) {
              return;
            }
          } finally {
            underWay.decrementAndGet();
          }
        }
      } finally {
        open.remove(stream);
      }
    } catch (IOException e) {
      // A killed hub leaves its connections broken: what it had sent is recorded.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answer(HttpStream stream, Received request)
      throws IOException, InterruptedException {
    long now = System.nanoTime();
    Matcher matcher =
        FormTraffic.ID.matcher(new String(request.body(), StandardCharsets.ISO_8859_1));
    String delivery = request.headers().get(DELIVERY_HEADER);
    if (!matcher.find() || delivery == null) {
      unknown.incrementAndGet();
      stream.write(response(400));
      return true;
    }
    String id = matcher.group();
    Arrivals arrivals = messages.computeIfAbsent(id, key -> new Arrivals(now));
    if (arrivals.count.incrementAndGet() == 1) {
      lastNanos = now;
    }
    arrivals.deliveries.add(delivery);
    int status = behavior.answer(id);
    if (status == Behavior.CUT) {
      return false;
    }
    if (status / 100 == 2) {
      arrivals.accepted.incrementAndGet();
    }
    stream.write(response(status));
    return true;
  }

  private static byte[] response(int status) {
    String length = status == 204 ? "" : "Content-Length: 0\r\n";
    return "HTTP/1.1 %d -\r\n%s\r\n".formatted(status, length).getBytes(StandardCharsets.US_ASCII);
  }
}
