package dev.patchbay.dashboard;

import dev.patchbay.thread.Daemons;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends the frame of a page ahead, its head and navigation, where its figures take a while: the
 * browser shows it, and fetches what it links to, while they are counted.
 */
final class Frames implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Frames.class);

  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=utf-8");

  /** Where the frame ends and what is the page's own begins. */
  private static final String MAIN = "<main ";

  private final Duration patience;
  private final ScheduledThreadPoolExecutor timer;

  /** Frames that are sent when an answer takes longer than {@code patience}. */
  Frames(Duration patience) {
    this.patience = patience;
    this.timer = new ScheduledThreadPoolExecutor(1, Daemons.named("page-frames"));
    timer.setRemoveOnCancelPolicy(true);
  }

  /** What a route answers with. */
  sealed interface Made {

    /** As it is sent where no frame went ahead of it. */
    ServerResponse response();
  }

  /** A page that is ready: its status, and all of its text. */
  record Ready(int status, String page) implements Made {

    @Override
    public ServerResponse response() {
      return ServerResponse.status(status).contentType(HTML).body(bytes(page));
    }
  }

  /** Anything else. */
  record Other(ServerResponse response) implements Made {}

  /**
   * An answer that is made while it is written.
   *
   * @param frame the page with nothing in it; asked for only when the answer takes long
   * @param answer makes the page, or what is answered instead of one
   */
  ServerResponse around(Supplier<String> frame, Supplier<Made> answer) {
    return new Framed(frame, answer);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private final class Framed implements ServerResponse {

    private final Supplier<String> frame;
    private final Supplier<Made> answer;

    Framed(Supplier<String> frame, Supplier<Made> answer) {
      this.frame = frame;
      this.answer = answer;
    }

    @Override
    public HttpStatusCode statusCode() {
      return HttpStatus.OK;
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int rawStatusCode() {
      return statusCode().value();
    }

    @Override
    public HttpHeaders headers() {
      return new HttpHeaders();
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
      return new LinkedMultiValueMap<>();
    }

    @Override
    public @Nullable ModelAndView writeTo(
        HttpServletRequest request, HttpServletResponse response, Context context)
        throws ServletException, IOException {
      Ahead ahead = new Ahead(response, frame);
      ScheduledFuture<?> later = timer.schedule(ahead, patience.toMillis(), TimeUnit.MILLISECONDS);
      Made made;
      try {
        made = answer.get();
      } finally {
        later.cancel(false);
        ahead.end();
      }
      if (!ahead.isSent()) {
        return made.response().writeTo(request, response, context);
      }
      if (!(made instanceof Ready ready)) {
        throw new IllegalStateException("A page with a frame answers with a page");
      }
      response.getOutputStream().write(bytes(ready.page().substring(ready.page().indexOf(MAIN))));
      return null;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the frame, unless the answer was faster. */
  private static final class Ahead implements Runnable {

    private final HttpServletResponse response;
    private final Supplier<String> frame;
    private boolean ended;
    private boolean sent;

    Ahead(HttpServletResponse response, Supplier<String> frame) {
      this.response = response;
      this.frame = frame;
    }

    @Override
    public void run() {
      try {
        String page = frame.get();
        send(page.substring(0, page.indexOf(MAIN)));
      } catch (IOException e) {
        log.debug("Sending a frame ahead: {}", e.getClass().getName());
      } catch (RuntimeException e) {
        log.error("Sending a frame ahead: {}", e.getClass().getName(), e);
      }
    }

    private synchronized void send(String head) throws IOException {
      if (!ended) {
        sent = true;
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(HTML.toString());
        response.getOutputStream().write(bytes(head));
        response.flushBuffer();
      }
    }

    synchronized void end() {
      ended = true;
    }

    synchronized boolean isSent() {
      return sent;
    }
  }
}
