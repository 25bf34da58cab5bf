package dev.patchbay.bench;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The ceiling of the webhook door: the same server on the same framework reads the body, checks
 * nothing, stores nothing and answers. Registered by hand, so that no scan finds it.
 */
final class BareDoor {

  /** What of Spring Boot it takes. */
  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  static final class Parts {}

  private BareDoor() {}

  public static void main(String[] args) throws NoSuchMethodException {
    ConfigurableApplicationContext context =
        SpringApplication.run(
            Parts.class, "--server.port=" + args[0], "--server.address=127.0.0.1");
    Method answer = BareDoor.class.getDeclaredMethod("answer", HttpServletRequest.class);
    RequestMappingHandlerMapping mappings = context.getBean(RequestMappingHandlerMapping.class);
    mappings.registerMapping(
        RequestMappingInfo.paths("/hooks/{connection}")
            .options(mappings.getBuilderConfiguration())
            .build(),
        new BareDoor(),
        answer);
  }

  ResponseEntity<String> answer(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    return ResponseEntity.status(body.length == 0 ? 400 : 202)
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"message\":\"" + UUID.randomUUID() + "\"}");
  }
}
