package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.patchbay.inbox.PollHealth.Problem;
import dev.patchbay.inbox.PollHealth.Trouble;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a connection that is looked at can be read is known, and why not. */
class PollWatchIT {

  @TempDir Path folder;

  @Test
  void aMailboxThatRefusesTheSignInIsKnownUntilItDoesNot() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap"));
    server.start();
    server.setUser("desk@example.com", "desk", "another");
    try (FakeHub hub = FakeHub.of(folder, "imap")) {
      hub.connection("desk", "imap", mailbox(server.getImap().getPort()));
      hub.start(Set.of("127.0.0.1"));
      FakeHub.await("the refusal", () -> is(hub, "desk", Problem.REFUSED));

      server.setUser("desk@example.com", "desk", "secret");
      FakeHub.await("the mended mailbox", () -> hub.health.of("desk").isEmpty());
    } finally {
      server.stop();
    }
  }

  @Test
  void aMailboxWhereNobodyAnswersIsKnownSinceTheFirstLook() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    try (FakeHub hub = FakeHub.of(folder, "imap")) {
      hub.connection("desk", "imap", mailbox(closed));
      hub.start(Set.of("127.0.0.1"));
      FakeHub.await("nobody answering", () -> is(hub, "desk", Problem.UNREACHABLE));
      Trouble first = hub.health.of("desk").orElseThrow();
      long looks = attempts(hub);
      FakeHub.await("a further look", () -> attempts(hub) > looks);

      assertThat(hub.health.of("desk")).hasValue(first);
    }
  }

  private static boolean is(FakeHub hub, String connection, Problem problem) {
    return hub.health.of(connection).filter(each -> each.problem() == problem).isPresent();
  }

  /** Looks that were begun, as the consumer itself counts them. */
  private static long attempts(FakeHub hub) {
    return ((ScheduledPollConsumer) hub.context.getRoute("desk").getConsumer()).getCounter();
  }

  private static Map<String, String> mailbox(int port) {
    return Map.of(
        "host", "127.0.0.1",
        "port", "" + port,
        "protocol", "imap",
        "username", "desk",
        "password", "secret",
        "folder", "INBOX",
        "every", "200ms");
  }
}
