package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.inbox.Incoming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mailbox connector with the mail servers that people run. */
class RealMailServersIT {

  @TempDir Path folder;

  @BeforeEach
  void copyConnector() {
    assumeThat(Files.isExecutable(DebianMail.DOVECOT) && Files.isExecutable(DebianMail.LMTP))
        .as("Dovecot with LMTP: absent, skipped (apt-get install dovecot-imapd dovecot-lmtpd)")
        .isTrue();
    FakeHub.unpack(folder, "imap");
  }

  @Test
  void isToldOfAMailAtOnce() throws Exception {
    try (DebianMail mail = DebianMail.start();
        FakeHub hub = hub(mail, Map.of())) {
      mail.deliver("desk", lead(1));
      hub.start(Set.of("127.0.0.1"));
      FakeHub.await("the mail that was there", () -> hub.received.size() == 1);
      long before = System.nanoTime();
      mail.deliver("desk", lead(2));
      FakeHub.await("the mail that came", () -> hub.received.size() == 2);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .as("a look is due in an hour only")
          .isLessThan(Duration.ofSeconds(20));
      assertThat(hub.received)
          .extracting(Incoming::vendorId)
          .containsExactly("<1@forms.example.com>", "<2@forms.example.com>");
      assertThat(new String(hub.received.get(1).body(), StandardCharsets.UTF_8))
          .contains("Name: Visitor 2");
    }
  }

  @Test
  void findsTheServerAgainAfterItWasGone() throws Exception {
    try (DebianMail mail = DebianMail.start();
        FakeHub hub = hub(mail, Map.of())) {
      mail.deliver("desk", lead(1));
      hub.start(Set.of("127.0.0.1"));
      FakeHub.await("the first mail", () -> hub.received.size() == 1);
      mail.killDovecot();
      mail.startDovecot();
      mail.deliver("desk", lead(2));
      FakeHub.await("the mail after the fall", () -> hub.received.size() == 2);
      mail.deliver("desk", lead(3));
      FakeHub.await("a mail it is told of again", () -> hub.received.size() == 3);

      assertThat(hub.received)
          .extracting(Incoming::vendorId)
          .containsExactly(
              "<1@forms.example.com>", "<2@forms.example.com>", "<3@forms.example.com>");
    }
  }

  @Test
  void onlyLooksWhereItShallNotBeTold() throws Exception {
    try (DebianMail mail = DebianMail.start();
        FakeHub hub = hub(mail, Map.of("idle", "false", "every", "500ms"))) {
      hub.start(Set.of("127.0.0.1"));
      mail.deliver("desk", lead(1));
      FakeHub.await("the mail", () -> hub.received.size() == 1);
    }
  }

  @Test
  void takesWhatPostfixDelivers() throws Exception {
    assumeThat(DebianMail.hasPostfix())
        .as("Postfix, and root to start it: absent, skipped (apt-get install postfix)")
        .isTrue();
    try (DebianMail mail = DebianMail.start();
        FakeHub hub = hub(mail, Map.of())) {
      mail.startPostfix();
      hub.start(Set.of("127.0.0.1"));
      mail.send("desk", lead(1));
      FakeHub.await("the mail: " + mail.logs(), () -> hub.received.size() == 1);
      mail.killDovecot();
      mail.send("desk", lead(2));
      mail.startDovecot();
      FakeHub.await("the mail Postfix kept", () -> hub.received.size() == 2);

      assertThat(new String(hub.received.get(1).body(), StandardCharsets.UTF_8))
          .contains("Received: from test.example", "Name: Visitor 2");
    }
  }

  private FakeHub hub(DebianMail mail, Map<String, String> more) throws IOException {
    Map<String, String> with =
        new HashMap<>(
            Map.of(
                "host", "127.0.0.1",
                "port", "" + mail.imap,
                "protocol", "imap",
                "username", "desk",
                "password", DebianMail.PASSWORD,
                "folder", "INBOX",
                "every", "1h"));
    with.putAll(more);
    return new FakeHub(folder).connection("desk", "imap", with);
  }

  private static String lead(int number) {
    return """
        From: Website <no-reply@forms.example.com>
        To: desk@example.test
        Subject: Quote request
        Date: Sun, 22 Nov 2026 09:00:00 +0000
        Message-ID: <%1$d@forms.example.com>

        Name: Visitor %1$d
        Phone: +1 312 555 01%1$02d
        """
        .formatted(number);
  }
}
