package dev.patchbay.web;

import dev.patchbay.connector.Handshake;
import dev.patchbay.connector.Signature;
import dev.patchbay.connector.Source;
import dev.patchbay.inbox.Inbox;
import dev.patchbay.inbox.InboxUnavailableException;
import dev.patchbay.inbox.Incoming;
import dev.patchbay.inbox.Receipt;
import dev.patchbay.inbox.RequestFields;
import dev.patchbay.inbox.SignatureVerifier;
import dev.patchbay.inbox.SignedRequest;
import dev.patchbay.inbox.Verdict;
import dev.patchbay.metrics.Meters;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door for webhooks, {@code /hooks/<connection>}: size, rate, signature, commit, answer. A
 * plain servlet, since nothing between the server and the commit is needed here.
 */
final class WebhookDoor extends HttpServlet {

  /** Path before a connection's name. */
  static final String PATH = "/hooks/";

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(WebhookDoor.class);
  private static final int BODY_LIMIT = 10 << 20;
  private static final int RATIO_LIMIT = 100;
  private static final Duration BODY_DEADLINE = Duration.ofSeconds(15);
  private static final int STORED_HEADER_LIMIT = 4_096;
  private static final long STORE_MILLIS = 1_950;
  private static final Pattern ECHOED = Pattern.compile("[\\x21-\\x7e]{1,1024}");

  private final transient Supplier<Plan> plan;
  private final transient Inbox inbox;
  private final transient Meters meters;
  private final transient InstantSource clock;
  private final transient DoorAddress address;
  private final transient SignatureVerifier verifier;
  private final transient RateLimits rates = new RateLimits(System::nanoTime);
  private final transient SiteScripts scripts = new SiteScripts();
  private final transient BodyReader bodies =
      new BodyReader(BODY_LIMIT, RATIO_LIMIT, BODY_DEADLINE);

  WebhookDoor(
      Supplier<Plan> plan, Inbox inbox, Meters meters, InstantSource clock, DoorAddress address) {
    this.plan = plan;
    this.inbox = inbox;
    this.meters = meters;
    this.clock = clock;
    this.address = address;
    this.verifier = new SignatureVerifier(clock);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = null;
    try {
      Plan current = plan.get();
      PlannedConnection connection = connection(current, request);
      name = connection.name();
      SiteScript script = scripts.of(connection);
      if (script != null) {
        script.allowOrigin(request, response);
      }
      switch (request.getMethod()) {
        case "POST" -> receive(current, connection, request, response);
        case "GET" -> {
          if (script != null) {
            script.answer(request, response);
          } else {
            greet(connection, request, response);
          }
        }
        case "HEAD" -> response.setStatus(HttpServletResponse.SC_OK);
        case "OPTIONS" -> {
          if (script == null) {
            throw method(response);
          }
          script.preflight(response);
        }
        default -> throw method(response);
      }
    } catch (RefusedException e) {
      refuse(name, e, response);
    } catch (RuntimeException e) {
      // The text may quote the request: only the type is told.
      log.error("Receiving for '{}': {}", name, e.getClass().getName(), trace(e));
      refuse(
          name,
          new RefusedException(503, "hub.fault", "The hub could not store this.", null, 2),
          response);
    }
  }

  private static RefusedException method(HttpServletResponse response) {
    response.setHeader("Allow", "POST, GET, HEAD");
    return new RefusedException(
        405, "request.method", "Only POST, GET and HEAD are known here.", null);
  }

  private void receive(
      Plan current,
      PlannedConnection connection,
      HttpServletRequest request,
      HttpServletResponse response)
      throws RefusedException, IOException {
    Source source = source(connection);
    if (greeted(source.handshake(), request, response)) {
      return;
    }
    Signature signature = signature(connection, source);
    BodyReader.Body body = bodies.read(request);
    long wait = rates.take(connection.name(), source.rateLimit());
    if (wait > 0) {
      long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait - 1) + 1);
      throw new RefusedException(
          429,
          "request.rate-limited",
          "More messages than this connection accepts.",
          "Come again later.",
          seconds);
    }
    String url = address.of(current, request);
    Map<String, String> headers = DoorHeaders.all(request);
    verify(connection, signature, new SignedRequest("POST", url, headers, body.bytes()), body);
    RequestFields fields = new RequestFields(headers, url, body.bytes());
    Incoming incoming =
        new Incoming(
            connection.name(),
            fields.join(source.messageId()).orElse(null),
            source.duplicateWindow(),
            body.bytes(),
            DoorHeaders.contentType(request),
            DoorHeaders.kept(headers, source.headers(), STORED_HEADER_LIMIT),
            storedUrl(url, signature),
            clock.instant());
    Receipt receipt = store(incoming);
    if (receipt.duplicate()) {
      Answers.json(
          response,
          HttpServletResponse.SC_OK,
          "{\"duplicate\":true,\"message\":\"" + receipt.message() + "\"}");
    } else {
      Answers.json(response, source.accepted(), "{\"message\":\"" + receipt.message() + "\"}");
    }
  }

  private Receipt store(Incoming incoming) throws RefusedException {
    try {
      return inbox.receive(incoming).get(STORE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      long seconds =
          e.getCause() instanceof InboxUnavailableException unavailable
              ? Math.max(1, unavailable.retryAfter().toSeconds())
              : 2;
      throw unavailable(seconds);
    } catch (TimeoutException e) {
      throw unavailable(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(2);
    }
  }

  private static RefusedException unavailable(long retryAfterSeconds) {
    return new RefusedException(
        503,
        "inbox.unavailable",
        "The message could not be stored now.",
        "Send it again later.",
        retryAfterSeconds);
  }

  private void verify(
      PlannedConnection connection,
      Signature signature,
      SignedRequest request,
      BodyReader.Body body)
      throws RefusedException {
    Verdict verdict = verifier.verify(signature, connection.values(), request);
    if (!verdict.admits() && body.asSent() != body.bytes()) {
      // Some senders sign what they send, others what they had before compressing it.
      verdict =
          verifier.verify(
              signature,
              connection.values(),
              new SignedRequest(request.method(), request.url(), request.headers(), body.asSent()));
    }
    if (verdict.admits()) {
      return;
    }
    if (verdict.isOurFault()) {
      throw stopped();
    }
    if (verdict.skew() != null) {
      log.warn(
          "Refusing a message for '{}': its signed time is {} s from ours; check both clocks",
          connection.name(),
          verdict.skew().toSeconds());
    }
    String kind = verdict.kind();
    throw new RefusedException(401, kind == null ? "signature.mismatch" : kind, "", null);
  }

  /** Whether a POST only asked if the address is ours: its header was given back then. */
  private static boolean greeted(
      @Nullable Handshake handshake, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = handshake == null ? null : handshake.header();
    String asked = name == null ? null : request.getHeader(name);
    if (asked == null || !ECHOED.matcher(asked).matches()) {
      return false;
    }
    response.setHeader(name, asked);
    Answers.text(response, "");
    return true;
  }

  private void greet(
      PlannedConnection connection, HttpServletRequest request, HttpServletResponse response)
      throws RefusedException, IOException {
    Handshake handshake = source(connection).handshake();
    if (handshake == null) {
      response.setHeader("Allow", "POST, HEAD");
      throw new RefusedException(
          405, "request.method", "This address takes messages by POST.", null);
    }
    String query = request.getQueryString();
    Map<String, String> none = Map.of();
    RequestFields fields = new RequestFields(none, query == null ? null : "?" + query, new byte[0]);
    if (handshake.verify() != null) {
      String expected = handshake.key() == null ? null : connection.values().get(handshake.key());
      if (expected == null || expected.isEmpty()) {
        throw stopped();
      }
      String given = DoorHeaders.query(fields, handshake.verify()).orElse("");
      if (!MessageDigest.isEqual(
          expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
        throw new RefusedException(401, "handshake.mismatch", "", null);
      }
    }
    Optional<String> echo =
        handshake.echo() == null ? Optional.empty() : DoorHeaders.query(fields, handshake.echo());
    Answers.text(response, echo.orElse(handshake.text()));
  }

  /** The token is part of some addresses: then the query is not kept. */
  private static @Nullable String storedUrl(String url, Signature signature) {
    boolean tokenInUrl =
        signature.at() != null && signature.at().in() == dev.patchbay.connector.Locator.In.QUERY;
    return tokenInUrl ? url.split("\\?", 2)[0] : url;
  }

  private static PlannedConnection connection(Plan plan, HttpServletRequest request)
      throws RefusedException {
    String path = request.getRequestURI();
    return Optional.of(path)
        .filter(p -> p.startsWith(PATH))
        .flatMap(p -> plan.connection(p.substring(PATH.length())))
        .filter(c -> c.connector().source() != null)
        .filter(c -> source(c).kind() == Source.Kind.WEBHOOK)
        .orElseThrow(
            () ->
                new RefusedException(
                    404,
                    "connection.unknown",
                    "No connection takes messages at this address.",
                    "Compare the address with the names under 'connections:' of the stack."));
  }

  private static Source source(PlannedConnection connection) {
    Source source = connection.connector().source();
    if (source == null) {
      throw new IllegalStateException("Only connections with a source come here");
    }
    return source;
  }

  private static Signature signature(PlannedConnection connection, Source source)
      throws RefusedException {
    Signature signature = connection.signature().orElse(null);
    if (connection.stopped() != null || signature == null) {
      throw stopped();
    }
    boolean unsigned = signature.scheme() == Signature.Scheme.NONE;
    if (unsigned && !"true".equals(connection.values().get("unsigned"))) {
      throw stopped();
    }
    return signature;
  }

  private static RefusedException stopped() {
    return new RefusedException(
        503,
        "connection.stopped",
        "This connection is stopped until its configuration is mended.",
        "See what 'patchbay validate' says of the stack.",
        60);
  }

  private void refuse(@Nullable String name, RefusedException e, HttpServletResponse response)
      throws IOException {
    if (!e.kind().startsWith("inbox.")) {
      meters.refused(name == null ? "unknown" : name, e.kind());
    }
    if (e.retryAfterSeconds() > 0) {
      response.setHeader("Retry-After", Long.toString(e.retryAfterSeconds()));
    }
    if (e.status() == 408 || e.status() == 413) {
      response.setHeader("Connection", "close");
    }
    if (e.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setStatus(e.status());
      response.setContentLength(0);
      return;
    }
    String message = e.getMessage() == null ? "" : e.getMessage();
    Answers.json(response, e.status(), Answers.error(e.kind(), message, e.remedy()));
  }

  private static List<StackTraceElement> trace(RuntimeException e) {
    return List.of(e.getStackTrace()).subList(0, Math.min(12, e.getStackTrace().length));
  }
}
