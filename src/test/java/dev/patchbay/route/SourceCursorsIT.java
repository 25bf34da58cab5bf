package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.inbox.Incoming;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mailboxes and tables are read from where the last commit left off. */
class SourceCursorsIT {

  @TempDir Path folder;

  @Test
  void readsMailsByUidAndAgainAfterAFailureOnly() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap"));
    server.start();
    GreenMailUser user = server.setUser("desk@example.com", "desk", "pa&ss}#?");
    try (FakeHub hub = FakeHub.of(folder, "imap")) {
      deliver(user, "<1@example.com>", "First");
      hub.connection(
          "desk",
          "imap",
          Map.of(
              "host", "127.0.0.1",
              "port", "" + server.getImap().getPort(),
              "protocol", "imap",
              "username", "desk",
              "password", "pa&ss}#?",
              "folder", "INBOX",
              "every", "200ms"));
      assertThat(hub.start(Set.of("127.0.0.1"))).isEmpty();
      FakeHub.await("the first mail", () -> hub.received.size() == 1);
      Incoming first = hub.received.get(0);
      assertThat(new String(first.body(), StandardCharsets.UTF_8))
          .contains("Subject: First")
          .contains("Phone: +1 555-0100");
      assertThat(first.vendorId()).isEqualTo("<1@example.com>");
      FakeHub.await("the position", () -> hub.positions.containsKey("desk"));

      hub.inboxAway = true;
      deliver(user, "<2@example.com>", "Second");
      deliver(user, "<3@example.com>", "Third");
      Thread.sleep(600);
      hub.inboxAway = false;
      FakeHub.await("both later mails", () -> hub.positions.get("desk").endsWith(":3"));
      Thread.sleep(600);
      // The third may have come before the second was taken: then it comes again, as a repeat.
      assertThat(hub.received)
          .extracting(Incoming::vendorId)
          .startsWith("<1@example.com>")
          .hasSizeLessThanOrEqualTo(4)
          .containsOnly("<1@example.com>", "<2@example.com>", "<3@example.com>");
      assertThat(hub.positions.get("desk")).matches("\\d+:3");
    } finally {
      server.stop();
    }
  }

  @Test
  void takesOnlyTheHeadersOfAMailBomb() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap"));
    server.start();
    GreenMailUser user = server.setUser("desk@example.com", "desk", "secret");
    try (FakeHub hub = FakeHub.of(folder, "imap")) {
      deliver(user, "<big@example.com>", "Big", "x".repeat(70) + "\r\n", 160_000);
      hub.connection(
          "desk",
          "imap",
          Map.of(
              "host", "127.0.0.1",
              "port", "" + server.getImap().getPort(),
              "protocol", "imap",
              "username", "desk",
              "password", "secret",
              "folder", "INBOX",
              "every", "200ms"));
      hub.start(Set.of("127.0.0.1"));
      FakeHub.await("the mail", () -> hub.received.size() == 1);
      Incoming stub = hub.received.get(0);
      assertThat(stub.contentType()).isEqualTo("text/rfc822-headers");
      assertThat(stub.body()).hasSizeLessThan(64 * 1024 + 2000);
      assertThat(new String(stub.body(), StandardCharsets.UTF_8))
          .startsWith("X-Patchbay-Too-Large: 1")
          .contains("Subject: Big");
    } finally {
      server.stop();
    }
  }

  @Test
  void readsRowsByAGrowingKey() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        FakeHub hub = FakeHub.of(folder, "jdbc")) {
      run(
          database,
          "create table calls (id bigint, caller text, cost numeric(9,2), at timestamptz, ok boolean)");
      run(
          database,
          "insert into calls values (1, '+15550100', 1.50, '2026-11-22T09:00:00Z', true)");
      run(
          database,
          "insert into calls values (2, '+15550101', null, '2026-11-22T09:01:00Z', false)");
      hub.connection(
          "pbx",
          "jdbc",
          Map.of(
              "url", database.url(),
              "username", "postgres",
              "password", "",
              "query", "select * from calls where id > :?position order by id limit 500",
              "key", "id",
              "start", "0",
              "every", "200ms"));
      assertThat(hub.start(Set.of())).isEmpty();
      FakeHub.await("two rows", () -> hub.received.size() == 2);
      assertThat(new String(hub.received.get(0).body(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"id\":1,\"caller\":\"+15550100\",\"cost\":1.50,\"at\":\"2026-11-22T09:00:00Z\",\"ok\":true}");
      assertThat(hub.received.get(0).vendorId()).isEqualTo("1");
      FakeHub.await("the position", () -> "2".equals(hub.positions.get("pbx")));

      hub.inboxAway = true;
      run(database, "insert into calls values (3, '+15550102', 2, '2026-11-22T09:02:00Z', true)");
      Thread.sleep(600);
      assertThat(hub.positions.get("pbx")).isEqualTo("2");
      hub.inboxAway = false;
      FakeHub.await("the third row", () -> hub.received.size() == 3);
    }
  }

  private static void run(TestDatabase database, String sql) {
    database
        .database()
        .inTransaction(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }

  private static void deliver(GreenMailUser user, String id, String subject) throws Exception {
    deliver(user, id, subject, "Phone: +1 555-0100\r\n", 1);
  }

  private static void deliver(GreenMailUser user, String id, String subject, String line, int lines)
      throws Exception {
    String mail =
        "From: Ana <ana@example.com>\r\nTo: desk@example.com\r\nSubject: "
            + subject
            + "\r\nMessage-ID: "
            + id
            + "\r\nDate: Sun, 22 Nov 2026 09:00:00 +0000\r\n\r\n"
            + line.repeat(lines);
    user.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
  }
}
