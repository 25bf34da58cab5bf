package dev.patchbay.doubles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Serves a double on a loopback port. It trusts its callers: never open it to a network. */
public final class DoubleServer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_BYTES = 16 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /**
   * Opens the port and answers from then on.
   *
   * @param port 0 for any that is free
   * @param answering what answers each request; called by several threads
   * @throws IOException when the port is taken
   */
  public DoubleServer(int port, Function<Received, Answer> answering) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.createContext("/", exchange -> serve(exchange, answering));
    server.setExecutor(threads);
    server.start();
  }

  /** Its address, without a path. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** An address of the vendor, such as a parameter's value, at this server. */
  public String here(String address) {
    return address.replaceFirst("^https?://[^/?#]+", url());
  }

  private static void serve(HttpExchange exchange, Function<Received, Answer> answering)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    Received request =
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            exchange.getRequestURI().getRawQuery(),
            headers,
            new String(exchange.getRequestBody().readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    try (exchange) {
      Answer answer = answering.apply(request);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
