package dev.patchbay.route;

import dev.patchbay.inbox.InboxUnavailableException;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.inbox.PollHealth.Problem;
import jakarta.mail.AuthenticationFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes of each look at a connection whether it went well, and says so in the log when that
 * changes: a mailbox that is looked at each second would fill it otherwise.
 */
final class PollWatch implements PollingConsumerPollStrategy, ExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(PollWatch.class);

  /** SQL state classes: of a connection that cannot be made, and of a sign-in that is refused. */
  private static final String NO_CONNECTION = "08";

  private static final String NO_SIGN_IN = "28";

  private final String connection;
  private final PollHealth health;
  private volatile boolean failing;

  private PollWatch(String connection, PollHealth health) {
    this.connection = connection;
    this.health = health;
  }

  /** Watches the route that a connection's source became, where it is one that looks. */
  static void over(CamelContext context, String connection, PollHealth health) {
    Route route = context.getRoute(connection);
    if (route != null && route.getConsumer() instanceof ScheduledPollConsumer consumer) {
      PollWatch watch = new PollWatch(connection, health);
      consumer.setPollStrategy(watch);
      consumer.setExceptionHandler(watch);
    }
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    failing = false;
    return true;
  }

  @Override
  public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
    if (!failing && health.worked(connection)) {
      log.info("{} can be read again", connection);
    }
  }

  @Override
  public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
    note(cause);
    return false;
  }

  @Override
  public void handleException(Throwable exception) {
    note(exception);
  }

  @Override
  public void handleException(String message, Throwable exception) {
    note(exception);
  }

  @Override
  public void handleException(String message, Exchange exchange, Throwable exception) {
    note(exception);
  }

  private void note(@Nullable Throwable failure) {
    if (failure == null || Failures.find(failure, InboxUnavailableException.class).isPresent()) {
      // Our own database is away, which is told elsewhere; the look is repeated.
      return;
    }
    failing = true;
    Problem problem = problem(failure);
    if (health.failed(connection, problem)) {
      // No message of an exception: some hold what was read.
      log.warn(
          "{} cannot be read ({}: {}); it is tried again",
          connection,
          problem.name().toLowerCase(Locale.ROOT),
          Failures.root(failure).getClass().getSimpleName());
    }
    log.debug("{} cannot be read", connection, failure);
  }

  /** What a failure means for whoever is to mend it. */
  static Problem problem(Throwable failure) {
    if (Failures.find(failure, AuthenticationFailedException.class).isPresent()) {
      return Problem.REFUSED;
    }
    Optional<Integer> status =
        Failures.find(failure, AnsweredException.class)
            .map(AnsweredException::status)
            .or(
                () ->
                    Failures.find(failure, HttpOperationFailedException.class)
                        .map(HttpOperationFailedException::getStatusCode));
    if (status.isPresent()) {
      return status.get() == 401 || status.get() == 403
          ? Problem.REFUSED
          : status.get() >= 500 ? Problem.UNREACHABLE : Problem.FAILED;
    }
    String state =
        Failures.find(failure, SQLException.class).map(SQLException::getSQLState).orElse("");
    if (state.startsWith(NO_SIGN_IN)) {
      return Problem.REFUSED;
    }
    return state.startsWith(NO_CONNECTION) || Failures.find(failure, IOException.class).isPresent()
        ? Problem.UNREACHABLE
        : Problem.FAILED;
  }
}
