package dev.patchbay.route;

import dev.patchbay.route.SweepPages.Found;
import dev.patchbay.route.SweepPages.Page;
import dev.patchbay.route.SweepPages.Question;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an API page by page, as the sweep's mapping says: {@link #begin} readies the first
 * question, {@link #read} turns an answer into messages, {@link #message} readies one of them for
 * the inbox, and {@link #next} goes on once they are committed. One that stopped short goes on at
 * the page that it had not read.
 */
public final class PageCursor {

  private static final Logger log = LoggerFactory.getLogger(PageCursor.class);
  private static final int ROOM = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MOST_PAGES = 1_000;
  private static final int NOT_MODIFIED = 304;
  private static final int TOO_MANY = 429;

  /** No sweep holds its thread for longer; what takes longer is for the next one. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Answers 4xx that say nothing of the page: sign in, not allowed, too slow, too many. */
  private static final Set<Integer> OF_NO_PAGE = Set.of(401, 403, 408, TOO_MANY);

  private @Nullable String cursor;
  private int most = MOST_PAGES;
  private @Nullable Sweeper sweeper;
  private Sweeper.@Nullable Window window;
  private @Nullable Question asked;
  private @Nullable Page page;
  private int pages;
  private boolean underWay;
  private boolean kept;

  /** Name of the connection's sweep, from the Kamelet's {@code cursor} property. */
  public void setCursor(String cursor) {
    this.cursor = cursor;
  }

  /** After so many pages, 1,000 where nothing is said, others have their turn; then it goes on. */
  public void setMost(int most) {
    this.most = most;
  }

  /** Begins a sweep: the headers of the first question, if there is anything to ask. */
  public void begin(Exchange exchange) {
    Sweeper current =
        exchange
            .getContext()
            .getRegistry()
            .lookupByNameAndType(String.valueOf(cursor), Sweeper.class);
    if (current == null) {
      throw new IllegalStateException("There is no sweep '" + cursor + "'");
    }
    if (underWay) {
      // The last one ended without a word: no connection, no token, or nothing could be stored.
      ended(current, false);
    }
    if (current.isWaiting()) {
      exchange.setProperty(Headers.MORE, false);
      return;
    }
    underWay = true;
    sweeper = current;
    pages = 0;
    Optional<Sweeper.Place> stopped = current.place();
    kept = stopped.isPresent();
    if (stopped.isPresent()) {
      window = stopped.get().window();
      ask(exchange, stopped.get().next());
      return;
    }
    Sweeper.Window now = current.window();
    window = now;
    ask(exchange, failing(current, () -> current.pages().begin(now.since(), now.until())).next());
    if (asked == null) {
      ended(current, true);
    }
  }

  /** Puts the messages of an answer into the body, as a list. */
  public void read(Exchange exchange) throws InvalidPayloadException {
    Allowance.reset();
    Sweeper current = started(sweeper);
    Sweeper.Window now = started(window);
    Question question = started(asked);
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    LastAnswer answer = LastAnswer.get();
    byte[] body = exchange.getMessage().getBody(byte[].class);
    Map<String, String> headers = answer == null ? Map.of() : answer.headers();
    if ((status < 200 || status > 299) && status != NOT_MODIFIED) {
      if (status < 500 && !OF_NO_PAGE.contains(status)) {
        forget(current);
      }
      ended(current, false);
      current.refused(status, headers);
      throw stopped(current, question, "answered " + status, status);
    }
    String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
    Page read =
        failing(
            current,
            () ->
                current
                    .pages()
                    .answered(now.since(), now.until(), question, status, headers, text));
    Duration refused = read.refused();
    if (refused != null) {
      ended(current, false);
      current.refused(refused);
      throw stopped(current, question, "refused", TOO_MANY);
    }
    page = read;
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setBody(read.messages());
    exchange.setMessage(message);
  }

  /** Says what a question was; what ends the exchange tells of the status. */
  private static AnsweredException stopped(
      Sweeper current, Question question, String what, int status) {
    log.warn(
        "A sweep of {} stopped: {} {} was {}; it is tried again next time",
        current.connection(),
        question.method(),
        question.path(),
        what);
    return new AnsweredException(status);
  }

  /** One of the list's messages: its body and id, as {@code inbox:} takes them. */
  public void message(Exchange exchange) throws InvalidPayloadException {
    Found found = exchange.getMessage().getMandatoryBody(Found.class);
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setBody(found.body());
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setHeader(Headers.SWEPT, true);
    if (found.id() != null) {
      message.setHeader(Headers.MESSAGE_ID, found.id());
    }
    exchange.setMessage(message);
  }

  /** The messages of a page are committed: the next question, or the end. */
  public void next(Exchange exchange) {
    Sweeper current = started(sweeper);
    Page read = started(page);
    Question next = read.next();
    if (next == null) {
      current.reached(started(window).until());
      forget(current);
      ended(current, true);
      ask(exchange, null);
      return;
    }
    if (next.written().equals(started(asked).written())) {
      forget(current);
      ended(current, false);
      throw new IllegalStateException(
          "A sweep of %s is to ask what it has just asked".formatted(current.connection()));
    }
    if (read.position() != null) {
      current.reached(read.position());
    }
    current.keep(started(window), next);
    kept = true;
    if (pages == most) {
      log.info("A sweep of {} goes on after {} pages", current.connection(), pages);
      underWay = false;
      ask(exchange, null);
      return;
    }
    ask(exchange, next);
  }

  private void ask(Exchange exchange, @Nullable Question question) {
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    asked = question;
    exchange.setProperty(Headers.MORE, question != null);
    if (question != null) {
      exchange.setProperty(
          Headers.PAUSE, Math.min(question.pause().toMillis(), LONGEST_PAUSE.toMillis()));
      pages++;
      message.setHeader(Exchange.HTTP_METHOD, question.method());
      if (!question.path().isEmpty()) {
        message.setHeader(Exchange.HTTP_PATH, question.path());
      }
      if (!question.query().isEmpty()) {
        message.setHeader(Exchange.HTTP_QUERY, question.query());
      }
      message.setHeader("Accept", "application/json");
      question.headers().forEach(message::setHeader);
      if (question.body() != null) {
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(question.body());
      }
      LastAnswer.clear();
      new Allowance(ROOM, PATIENCE).hold();
    }
    exchange.setMessage(message);
  }

  private <T> T failing(Sweeper sweeper, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      forget(sweeper);
      ended(sweeper, false);
      log.warn("A sweep of {} stopped: {}", sweeper.connection(), Composer.reason(e));
      throw e;
    }
  }

  private void forget(Sweeper sweeper) {
    if (kept) {
      kept = false;
      sweeper.forget();
    }
  }

  private void ended(Sweeper sweeper, boolean whole) {
    underWay = false;
    sweeper.ended(whole);
  }

  private static <T> T started(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A sweep's Kamelet begins with the bean's method 'begin'");
    }
    return value;
  }
}
