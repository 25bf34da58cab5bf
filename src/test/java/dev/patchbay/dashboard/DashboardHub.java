package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.Application;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.fault.Poll;
import dev.patchbay.past.LoadedYear;
import dev.patchbay.web.Callers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A whole hub in this process on a database of its own: connections named as harbor-coffee names
 * them, their destinations one double that remembers what it is told.
 */
final class DashboardHub implements AutoCloseable {

  /** A request that the double received. */
  record Told(String method, String path, String body) {}

  private static final String STACK =
      """
      stack: harbor-coffee
      region: US
      timezone: America/Chicago
      allowedHosts: [127.0.0.1]
      leads:
        within: 24h
        answer: {within: 15m, during: "Mon-Sat 08:00-18:00"}
        stages: {won: [closedwon], lost: [closedlost]}
      connections:
        website: {connector: web-vitals, with: {unsigned: true}}
        website-form: {connector: webhook, with: {verify: none, unsigned: true}, expect: {every: 12h}}
        front-desk: {connector: callrail, with: {signingKey: "${env:CALLRAIL_KEY}"}, expect: {every: 4h}}
        till: {connector: square, with: {signatureKey: "${env:SQUARE_KEY}"}}
        crm: {connector: hubspot, with: {accessToken: "${env:HUBSPOT_TOKEN}", baseUrl: "%1$s/crm"}}
        wall-screen: {connector: http, with: {url: "%1$s/screen"}}
        ads-audience: {connector: meta, with: {accessToken: "${env:META_TOKEN}", audienceId: "900800700", country: US, baseUrl: "%1$s/meta"}}
        deals: {connector: http, with: {url: "%1$s/crm/deals"}}
      flows:
        people-to-crm: {from: [website-form, front-desk, till], events: [lead, call, sale], to: [crm], within: 60s}
        leads-to-screen: {from: [website-form, front-desk], events: [lead, call], to: [wall-screen]}
        buyers-out-of-ads: {from: [till], events: [sale.completed], to: [ads-audience], action: audience-remove, within: 1h}
        words-to-crm: {from: [patchbay], events: [deal], to: [deals]}
      """;

  final TestDatabase test;
  final List<Told> told = new CopyOnWriteArrayList<>();

  /** What the double answers with from now on. */
  volatile int status = 200;

  private final HttpServer doubled;
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private DashboardHub(TestDatabase test, Path folder, Map<String, String> settings) {
    this(test, folder, settings, null);
  }

  private DashboardHub(
      TestDatabase test, Path folder, Map<String, String> settings, @Nullable Callers callers) {
    this.test = test;
    try {
      doubled = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      doubled.setExecutor(Executors.newCachedThreadPool());
      doubled.createContext(
          "/",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(
                new Told(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body));
            byte[] answer =
                "{\"id\":\"1\",\"results\":[{\"id\":\"1\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      doubled.start();
      Files.writeString(
          folder.resolve("stack.yaml"),
          STACK.formatted("http://127.0.0.1:" + doubled.getAddress().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("spring.config.name", "patchbay-hub");
    all.put("server.port", "0");
    all.put("server.address", "127.0.0.1");
    all.put("patchbay.stack", folder.resolve("stack.yaml").toString());
    all.put("patchbay.data", folder.resolve("data").toString());
    all.put("patchbay.db", test.url() + "&user=postgres");
    all.put("patchbay.api.open-on-loopback", "true");
    all.put("patchbay.env.CALLRAIL_KEY", "made-up-callrail-key");
    all.put("patchbay.env.SQUARE_KEY", "made-up-square-key");
    all.put("patchbay.env.HUBSPOT_TOKEN", "made-up-hubspot-token");
    all.put("patchbay.env.META_TOKEN", "made-up-meta-token");
    all.putAll(settings);
    SpringApplication application = new SpringApplication(Application.class);
    if (callers != null) {
      application.addInitializers(
          started ->
              ((GenericApplicationContext) started)
                  .registerBean("callersOfTheTest", Callers.class, () -> callers));
    }
    context =
        application.run(
            all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  /** A hub that has seen nothing yet. */
  static DashboardHub empty(Path folder) {
    return new DashboardHub(TestDatabase.create(), folder, Map.of());
  }

  /** A hub with settings of its own; those of the test yield to them. */
  static DashboardHub with(Path folder, Map<String, String> settings) {
    return new DashboardHub(TestDatabase.create(), folder, settings);
  }

  /** A hub that has lived through a made-up year of harbor-coffee, with so many events. */
  static DashboardHub afterAYear(Path folder, int events) {
    return new DashboardHub(aYear(events), folder, Map.of()).settled();
  }

  /** As {@link #afterAYear(Path, int)}, of which these callers ask, and nobody else. */
  static DashboardHub afterAYear(Path folder, int events, Callers callers) {
    return new DashboardHub(
            aYear(events), folder, Map.of("patchbay.api.open-on-loopback", "false"), callers)
        .settled();
  }

  /** Waits until all is told by this hub's rules, which are not those the year was told by. */
  private DashboardHub settled() {
    boolean isSettled =
        Poll.until(
            Duration.ofSeconds(60),
            () ->
                database()
                    .inTransaction(
                        sql -> {
                          try (PreparedStatement query =
                                  sql.prepareStatement(
                                      """
                                      select exists (select from identity_basis where not due)
                                        and exists (select from projection)
                                        and not exists (select from changed)""");
                              ResultSet row = query.executeQuery()) {
                            row.next();
                            return row.getBoolean(1);
                          }
                        }));
    assertThat(isSettled).as("told by the hub's own rules").isTrue();
    return this;
  }

  private static TestDatabase aYear(int events) {
    TestDatabase test = TestDatabase.create();
    String story = "harbor-coffee";
    LoadedYear.load(test.database(), story, LoadedYear.year(story, 1, events), 500, stored -> {});
    return test;
  }

  Database database() {
    return test.database();
  }

  /** A bean of the hub. */
  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Every page that the hub serves. */
  List<PageRoute> routes() {
    return bean(Pages.class).table();
  }

  String url(String path) {
    return "http://127.0.0.1:"
        + ((WebServerApplicationContext) context).getWebServer().getPort()
        + path;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(path, request -> request.GET(), headers);
  }

  /** As {@link #get}, to be read while it comes. */
  HttpResponse<InputStream> open(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(url(path))).build(), BodyHandlers.ofInputStream());
  }

  /** Posts a body; to a page, with the token that its forms have. */
  HttpResponse<String> post(String path, String type, String body) {
    if (path.startsWith("/app")) {
      Visitor visitor = new Visitor(this);
      String token = visitor.token("/app/sign-in");
      return visitor.send(
          visitor
              .request(path, "Content-Type", type, "X-CSRF-Token", token)
              .POST(BodyPublishers.ofString(body)));
    }
    return send(path, request -> request.POST(BodyPublishers.ofString(body)), "Content-Type", type);
  }

  /** A form as the website posts it: values of {@code name=value}. */
  HttpResponse<String> submit(String form) {
    return post("/hooks/website-form", "application/x-www-form-urlencoded", form);
  }

  private HttpResponse<String> send(
      String path, java.util.function.UnaryOperator<HttpRequest.Builder> how, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(how.apply(request).build(), BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    doubled.stop(0);
    test.close();
  }
}
