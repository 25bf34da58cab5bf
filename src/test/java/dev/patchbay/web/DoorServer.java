package dev.patchbay.web;

import dev.patchbay.credential.Seal;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.IdentityDesk;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.InboxSettings;
import dev.patchbay.inbox.JdbcInbox;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Corrections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The web package on a real server and a real database, and nothing else. */
final class DoorServer implements AutoCloseable {

  @ImportAutoConfiguration({
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class
  })
  @Import(WebConfiguration.class)
  static class App {}

  final TestDatabase test = TestDatabase.create();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final JdbcInbox inbox;
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private DoorServer(Map<String, Object> properties) {
    Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    Meters meters = new Meters(registry);
    inbox = new JdbcInbox(test.database(), 1, ids, meters, InboxSettings.DEFAULT);
    SpringApplication application = new SpringApplication(App.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(
        Map.of(
            "server.port", "0",
            "server.address", "127.0.0.1",
            "server.error.include-stacktrace", "never",
            "server.error.whitelabel.enabled", "false",
            "server.tomcat.connection-timeout", "1s",
            "spring.servlet.multipart.enabled", "false"));
    application.addInitializers(
        started -> {
          GenericApplicationContext beans = (GenericApplicationContext) started;
          beans
              .getEnvironment()
              .getPropertySources()
              .addFirst(new org.springframework.core.env.MapPropertySource("test", properties));
          beans.registerBean(Plan.class, DoorPlan::plan);
          beans.registerBean(JdbcInbox.class, () -> inbox);
          beans.registerBean(Meters.class, () -> meters);
          beans.registerBean(Clock.class, Clock::systemUTC);
          beans.registerBean(Database.class, test::database);
          beans.registerBean(EventLog.class, () -> new EventLog());
          beans.registerBean(
              IdentityDesk.class,
              () -> new IdentityDesk(new Customers(ids), ids, Clock.systemUTC()));
          beans.registerBean(
              Corrections.class, () -> new Corrections(ids, (sql, lead, id, field, value) -> {}));
          beans.registerBean(
              Seal.class,
              () ->
                  Seal.withKey(
                      Base64.getEncoder().encodeToString(new byte[32]), new SecureRandom()));
          beans.registerBean(Customers.class, () -> new Customers(ids));
        });
    context = application.run();
  }

  /** Every route of the API as it is served. */
  List<ApiRoute> routes() {
    return context.getBean(ApiRouter.class).table();
  }

  static DoorServer start() {
    return new DoorServer(Map.of());
  }

  static DoorServer start(Map<String, Object> properties) {
    return new DoorServer(properties);
  }

  int port() {
    return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  /** Writes bytes as they are and reads until the server closes or falls silent. */
  String raw(byte[] bytes) {
    return raw(bytes, true);
  }

  /** As {@link #raw}, but as if more were to come. */
  String rawHalf(byte[] bytes) {
    return raw(bytes, false);
  }

  private String raw(byte[] bytes, boolean end) {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      if (end) {
        socket.shutdownOutput();
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  long rows() {
    return test.database()
        .inTransaction(
            sql -> {
              try (var query = sql.prepareStatement("select count(*) from message");
                  var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  @Override
  public void close() {
    context.close();
    inbox.close();
    test.close();
  }
}
