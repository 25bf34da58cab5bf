package dev.patchbay.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A faked vendor: keeps each request and gives the answers it was told to, in order. */
final class Recorder implements AutoCloseable {

  /** A request as it came; header names in lower case. */
  record Request(
      String method, String path, String query, Map<String, List<String>> headers, String body) {}

  private final HttpServer server;
  private final List<Request> requests = new ArrayList<>();
  private final Deque<JsonNode> answers = new ConcurrentLinkedDeque<>();

  Recorder() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Forgets all requests; {@code next} are the answers to give, {@code {status, headers, body}}.
   */
  void script(JsonNode next) {
    synchronized (requests) {
      requests.clear();
    }
    answers.clear();
    next.forEach(answers::add);
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    synchronized (requests) {
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestURI().getRawQuery()),
              headers,
              body));
    }
    JsonNode next = answers.poll();
    int status = next == null ? 599 : next.path("status").asInt();
    byte[] bytes =
        next == null || !next.has("body")
            ? new byte[0]
            : next.path("body").toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("X-Recorder", "a response header that must not be sent on");
    if (next != null) {
      next.path("headers")
          .fields()
          .forEachRemaining(
              entry ->
                  exchange.getResponseHeaders().add(entry.getKey(), entry.getValue().asText()));
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
