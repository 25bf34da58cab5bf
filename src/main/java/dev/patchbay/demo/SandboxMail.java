package dev.patchbay.demo;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** A mail server with the mailbox that leads come to and the one the team reads. */
final class SandboxMail implements AutoCloseable {

  private final GreenMail server;
  private final GreenMailUser leads;
  private final String team;

  /**
   * A server with these mailboxes.
   *
   * @param leads address of the one that leads come to
   * @param team address of the one that the team reads
   * @param password of both
   */
  SandboxMail(String leads, String team, String password) {
    this.team = team;
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
            });
    server.start();
    try {
      this.leads = server.getUserManager().createUser(leads, "leads", password);
      server.getUserManager().createUser(team, "team", password);
    } catch (UserException e) {
      throw new IllegalStateException("Making the sandbox's mailboxes", e);
    }
  }

  int smtpPort() {
    return server.getSmtp().getPort();
  }

  int imapPort() {
    return server.getImap().getPort();
  }

  /** Puts a mail into the mailbox for leads. */
  void deliver(String text) {
    try {
      leads.deliver(
          new MimeMessage(
              Session.getInstance(new Properties()),
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    } catch (MessagingException e) {
      throw new IllegalStateException("Delivering a mail in the sandbox", e);
    }
  }

  /** Everything the team was sent. */
  String alerts() {
    StringBuilder all = new StringBuilder();
    try {
      for (MimeMessage message : server.getReceivedMessagesForDomain(team)) {
        all.append(message.getSubject()).append('\n').append(message.getContent()).append('\n');
      }
    } catch (MessagingException | java.io.IOException e) {
      throw new IllegalStateException("Reading the team's mails in the sandbox", e);
    }
    return all.toString();
  }

  @Override
  public void close() {
    server.stop();
  }
}
