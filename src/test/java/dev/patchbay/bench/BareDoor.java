package dev.patchbay.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * The ceiling of the webhook door: the same server, with the same settings, runs a servlet that
 * reads the body, checks nothing, stores nothing and answers.
 */
final class BareDoor extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** What the server needs; no stereotype, so that no scan finds it. */
  @ImportAutoConfiguration(ServletWebServerFactoryAutoConfiguration.class)
  static class Parts {

    @Bean
    ServletRegistrationBean<BareDoor> door() {
      return new ServletRegistrationBean<>(new BareDoor(), "/hooks/*");
    }
  }

  private BareDoor() {}

  public static void main(String[] args) {
    SpringApplication.run(
        Parts.class,
        "--spring.config.name=patchbay-hub",
        "--server.port=" + args[0],
        "--server.address=127.0.0.1");
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    byte[] answer =
        "{\"message\":\"%s\"}".formatted(UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    response.setStatus(body.length == 0 ? 400 : 202);
    response.setContentType("application/json");
    response.setContentLength(answer.length);
    response.getOutputStream().write(answer);
  }
}
