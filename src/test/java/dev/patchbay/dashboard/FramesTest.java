package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.dashboard.Frames.Ready;
import dev.patchbay.fault.Poll;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.function.ServerResponse;

class FramesTest {

  private static final String FRAME = "<html><nav>pages</nav><main id=\"main\"></main></html>";
  private static final String PAGE = "<html><nav>pages</nav><main id=\"main\">42</main></html>";
  private static final ServerResponse.Context CONTEXT =
      () -> List.of(new ByteArrayHttpMessageConverter());
  private static final Duration NEVER = Duration.ofDays(1);

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private Frames frames = new Frames(NEVER);

  @AfterEach
  void close() {
    frames.close();
  }

  @Test
  void aFastAnswerKeepsItsStatus() throws Exception {
    write(() -> new Ready(404, PAGE));

    assertThat(response.getStatus()).isEqualTo(404);
    assertThat(response.getContentAsString()).isEqualTo(PAGE);
    assertThat(response.getContentType()).startsWith("text/html");
  }

  @Test
  void aSlowPageIsWholeThoughItsFrameWentAhead() throws Exception {
    patience(Duration.ZERO);
    write(
        () -> {
          assertThat(Poll.until(Duration.ofSeconds(10), response::isCommitted)).isTrue();
          assertThat(sofar()).isEqualTo("<html><nav>pages</nav>");
          return new Ready(200, PAGE);
        });

    assertThat(response.getContentAsString()).isEqualTo(PAGE);
  }

  @Test
  void whatIsAmissIsToldInTheFrameThatWentAhead() throws Exception {
    patience(Duration.ZERO);
    write(
        () -> {
          assertThat(Poll.until(Duration.ofSeconds(10), response::isCommitted)).isTrue();
          return new Ready(503, "<html><nav>none</nav><main id=\"main\">away</main></html>");
        });

    assertThat(response.getContentAsString())
        .isEqualTo("<html><nav>pages</nav><main id=\"main\">away</main></html>");
  }

  @Test
  void anotherAnswerThanAPageIsGivenAsItIs() throws Exception {
    write(() -> new Frames.Other(ServerResponse.seeOther(URI.create("/app")).build()));

    assertThat(response.getStatus()).isEqualTo(303);
    assertThat(response.getHeader("Location")).isEqualTo("/app");
  }

  @Test
  void aFrameThatCannotBeMadeDoesNotHarmThePage() throws Exception {
    patience(Duration.ZERO);
    boolean[] asked = {false};
    frames
        .around(
            () -> {
              asked[0] = true;
              throw new IllegalStateException("no template");
            },
            () -> {
              assertThat(Poll.until(Duration.ofSeconds(10), () -> asked[0])).isTrue();
              return new Ready(200, PAGE);
            })
        .writeTo(new MockHttpServletRequest(), response, CONTEXT);

    assertThat(response.getContentAsString()).isEqualTo(PAGE);
  }

  @Test
  void nothingIsWrittenAfterAnAnswerThatFailed() {
    assertThatThrownBy(
            () ->
                write(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat(response.isCommitted()).isFalse();
  }

  private void patience(Duration patience) {
    frames.close();
    frames = new Frames(patience);
  }

  private void write(Supplier<Frames.Made> answer) throws ServletException, IOException {
    frames.around(() -> FRAME, answer).writeTo(new MockHttpServletRequest(), response, CONTEXT);
  }

  private String sofar() {
    return new String(response.getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
