package dev.patchbay.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/**
 * Serves the sandbox's {@code platform-http:} routes on a loopback port of its own. It trusts its
 * callers: never use it for anything but faked vendors.
 */
final class SandboxHttp implements PlatformHttpEngine, AutoCloseable {

  private static final int THREADS = 8;
  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> ANSWERED = List.of("Content-Type", "Retry-After");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  SandboxHttp() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    } catch (IOException e) {
      throw new UncheckedIOException("Opening a port for the sandbox", e);
    }
    server.setExecutor(threads);
    server.start();
  }

  @Override
  public String getScheme() {
    return "http";
  }

  @Override
  public int getServerPort() {
    return server.getAddress().getPort();
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new Door(endpoint, processor);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** One path. */
  private final class Door extends DefaultConsumer implements PlatformHttpConsumer {

    private final PlatformHttpEndpoint endpoint;

    Door(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
      this.endpoint = endpoint;
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      server.createContext(endpoint.getPath(), this::serve);
    }

    @Override
    protected void doStop() throws Exception {
      server.removeContext(endpoint.getPath());
      super.doStop();
    }

    private void serve(HttpExchange http) throws IOException {
      Exchange exchange = createExchange(false);
      Message message = exchange.getMessage();
      http.getRequestHeaders().forEach((name, values) -> message.setHeader(name, values.get(0)));
      message.setHeader(Exchange.HTTP_METHOD, http.getRequestMethod());
      message.setHeader(Exchange.HTTP_PATH, http.getRequestURI().getPath());
      message.setBody(
          new String(http.getRequestBody().readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
      int status = 500;
      try {
        getProcessor().process(exchange);
        if (exchange.getException() == null) {
          status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        }
      } catch (Exception e) {
        getExceptionHandler().handleException(e);
      }
      answer(http, status, exchange.getMessage());
      releaseExchange(exchange, false);
    }

    private void answer(HttpExchange http, int status, Message message) throws IOException {
      String text = message.getBody(String.class);
      byte[] body = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      for (String name : ANSWERED) {
        String value = message.getHeader(name, String.class);
        if (value != null) {
          http.getResponseHeaders().set(name, value);
        }
      }
      http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        http.getResponseBody().write(body);
      }
      http.close();
    }
  }
}
