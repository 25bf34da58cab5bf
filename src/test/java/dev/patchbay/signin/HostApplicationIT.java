package dev.patchbay.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** An application that has this library and what it brings on its class path. */
class HostApplicationIT {

  @EnableAutoConfiguration(
      exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
  static class Shop {

    @Bean
    RouterFunction<ServerResponse> shop() {
      return RouterFunctions.route()
          .GET("/", request -> ServerResponse.ok().body("shop"))
          .GET("/app", request -> ServerResponse.ok().body("the shop's own app"))
          .POST("/app/orders", request -> ServerResponse.ok().body("ordered"))
          .build();
    }
  }

  @Test
  void keepsItsPathsOpenAndGetsNoUserThatItDidNotMake() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (ConfigurableApplicationContext shop =
        new SpringApplication(Shop.class)
            .run("--server.port=0", "--server.address=127.0.0.1", "--camel.main.name=shop")) {
      int port = ((WebServerApplicationContext) shop).getWebServer().getPort();
      assertThat(send(port, "GET", "/").body()).isEqualTo("shop");
      assertThat(send(port, "GET", "/app").body()).isEqualTo("the shop's own app");
      assertThat(send(port, "POST", "/app/orders").body())
          .as("no token asked")
          .isEqualTo("ordered");
      assertThat(send(port, "GET", "/login").statusCode()).isEqualTo(404);
      assertThat(List.of(shop.getBeanDefinitionNames()))
          .doesNotContain("springSecurityFilterChain", "inMemoryUserDetailsManager");
    } finally {
      System.setOut(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("generated security password");
  }

  private static HttpResponse<String> send(int port, String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }
}
