package dev.patchbay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** The alert Kamelet sends real mails. */
class MailAlertIT {

  private static final String BODY =
      """
      {"subject": "New lead: Zoë", "replyTo": "zoe@example.com", "text": "Name: Zoë\\nMessage: <b>Hi</b>"}
      """;

  @Test
  void sendsOnePlainMailThatCanBeAnswered() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try (PlainCamel camel = camel()) {
      server.setUser("patchbay", "pa&ss?#}+%20");
      Exchange exchange = camel.send("smtp-alert-sink", properties(server, "pa&ss?#}+%20"), BODY);
      assertThat(exchange.getException()).isNull();
      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("New lead: Zoë");
      assertThat(mail.getReplyTo()[0]).hasToString("zoe@example.com");
      assertThat(mail.getFrom()[0]).hasToString("patchbay@example.com");
      assertThat(mail.getAllRecipients()).hasSize(2);
      assertThat(mail.getContentType()).startsWith("text/plain").containsIgnoringCase("utf-8");
      assertThat(mail.getContent().toString().replace("\r\n", "\n").strip())
          .isEqualTo("Name: Zoë\nMessage: <b>Hi</b>");
      assertThat(mail.getHeader("X-Left-Over")).isNull();
    } finally {
      server.stop();
    }
  }

  @Test
  void failsWhereTheLoginIsRefused() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try (PlainCamel camel = camel()) {
      server.setUser("patchbay", "right");
      Exchange exchange = camel.send("smtp-alert-sink", properties(server, "wrong"), BODY);
      assertThat(exchange.getException()).isInstanceOf(AuthenticationFailedException.class);
    } finally {
      server.stop();
    }
  }

  private static PlainCamel camel() throws Exception {
    Connector connector = Catalog.only(Path.of("connectors")).find("smtp").orElseThrow();
    PlainCamel camel = new PlainCamel();
    camel.load(connector);
    return camel;
  }

  private static Map<String, String> properties(GreenMail server, String password) {
    return Map.of(
        "host", "127.0.0.1",
        "port", Integer.toString(server.getSmtp().getPort()),
        "security", "none",
        "username", "patchbay",
        "password", password,
        "from", "patchbay@example.com",
        "to", "owner+leads@example.com, desk@example.com");
  }
}
