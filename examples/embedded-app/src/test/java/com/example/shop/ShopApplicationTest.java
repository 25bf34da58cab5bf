package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An order sent by the shop's own route reaches the warehouse through Patchbay. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ShopApplicationTest {

  private record Arrived(String body, String idempotencyKey) {}

  private static final List<Arrived> ARRIVED = new CopyOnWriteArrayList<>();
  private static HttpServer warehouse;

  @Autowired private ProducerTemplate camel;
  @Autowired private TestRestTemplate http;
  @Autowired private ApplicationContext beans;

  @DynamicPropertySource
  static void startWarehouse(DynamicPropertyRegistry properties) throws IOException {
    warehouse = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    warehouse.createContext(
        "/sales",
        request -> {
          ARRIVED.add(
              new Arrived(
                  new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  request.getRequestHeaders().getFirst("Idempotency-Key")));
          // The first attempt fails; Patchbay tries again with the same key.
          request.sendResponseHeaders(ARRIVED.size() == 1 ? 503 : 204, -1);
          request.close();
        });
    warehouse.start();
    properties.add(
        "warehouse.url",
        () -> "http://127.0.0.1:" + warehouse.getAddress().getPort() + "/sales");
  }

  @AfterAll
  static void stopWarehouse() {
    warehouse.stop(0);
  }

  @Test
  void anOrderReachesTheWarehouse() throws InterruptedException {
    String order =
        """
        {"type": "sale.completed", "subject": "order-%d", "time": "2026-11-22T09:00:00Z",
         "data": {"person": {"email": "ana@example.com"},
                  "sale": {"id": "1001", "amount": 450, "currency": "USD"}}}
        """
            .formatted(System.nanoTime());
    Exchange stored =
        camel.send("direct:order", exchange -> exchange.getMessage().setBody(order));
    assertThat(stored.getException()).isNull();
    assertThat(stored.getMessage().getHeader("patchbay-message")).isNotNull();
    assertThat(stored.getMessage().getHeader("patchbay-duplicate")).isEqualTo(false);

    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (ARRIVED.size() < 2 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(ARRIVED).hasSizeGreaterThanOrEqualTo(2);
    assertThat(ARRIVED.get(1).body()).contains("sale.completed").contains("ana@example.com");
    assertThat(ARRIVED.get(1).idempotencyKey())
        .isNotBlank()
        .isEqualTo(ARRIVED.get(0).idempotencyKey());
  }

  /** The dashboard and its sign-in come only where patchbay.dashboard.enabled says so. */
  @Test
  void theShopsOwnPathsAreNeitherTakenNorLocked() {
    for (String path : List.of("/", "/app", "/app/leads", "/login", "/orders")) {
      assertThat(http.getForEntity(path, String.class).getStatusCode().value())
          .as(path)
          .isEqualTo(404);
    }
    assertThat(beans.containsBean("springSecurityFilterChain")).isFalse();
    assertThat(beans.containsBean("inMemoryUserDetailsManager")).as("a made-up user").isFalse();
  }
}
