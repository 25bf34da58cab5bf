package dev.patchbay.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailBodyTest {

  private static final String HEAD =
      """
      From: "Harbor Site" <no-reply@site.example>
      Reply-To: Ana Silva <Ana@example.com>
      To: leads@harbor.example, Second <b@harbor.example>
      Subject: =?UTF-8?Q?Neue_Anfrage_=C3=BCber?= the site
      Date: Mon, 06 Jul 2026 09:00:00 +1000
      Message-ID: <m-1@site.example>
      X-Note: one
      X-Note: two
      """;

  @Test
  void readsHeadersAndText() throws Exception {
    JsonNode mail = read(HEAD + "\nHello\nthere\n");

    assertThat(mail.path("from").asText()).isEqualTo("no-reply@site.example");
    assertThat(mail.path("fromName").asText()).isEqualTo("Harbor Site");
    assertThat(mail.path("replyTo").asText()).isEqualTo("Ana@example.com");
    assertThat(mail.path("to").asText()).isEqualTo("leads@harbor.example, b@harbor.example");
    assertThat(mail.path("subject").asText()).isEqualTo("Neue Anfrage über the site");
    assertThat(mail.path("date").asText()).isEqualTo("2026-07-05T23:00:00Z");
    assertThat(mail.path("messageId").asText()).isEqualTo("<m-1@site.example>");
    assertThat(mail.path("text").asText()).isEqualTo("Hello\nthere");
    assertThat(mail.path("headers").path("x-note")).hasSize(2);
    assertThat(mail.path("fields")).isEmpty();
  }

  @Test
  void findsLabeledLines() throws Exception {
    assertThat(
            fields(
                """
                Sent via form submission from Harbor

                Name: Ana Silva
                *Email:* ana@example.com
                Phone:
                 (212) 555-0123
                How did you hear about us?: A friend
                Website: https://a.example/x
                Empty:
                Message: The roof leaks.
                Call me at 5: thanks

                Second paragraph.

                Manage Submissions

                Does this submission look like spam? Report it here.
                """))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Name", "Ana Silva",
                "Email", "ana@example.com",
                "Phone", "(212) 555-0123",
                "How did you hear about us?", "A friend",
                "Website", "https://a.example/x",
                "Empty", "",
                "Message", "The roof leaks.\nCall me at 5: thanks\n\nSecond paragraph."));
  }

  @Test
  void findsLabelsWithTwoColonsAndTakesNoTimeForOne() throws Exception {
    assertThat(fields("Name:: Ana Silva\n\nSubmitted 02:11 PM UTC\nPhone:: 2125550123\n"))
        .containsEntry("Name", "Ana Silva")
        .containsEntry("Phone", "2125550123")
        .hasSize(2);
  }

  @Test
  void findsValuesBelowLabelsWithoutASign() throws Exception {
    assertThat(
            fields(
                """
                A team
                of two

                First name
                Ana

                Phone number
                +12125550123
                Call <tel:+12125550123>

                What do you need?
                A roof

                Comments
                It leaks.

                Badly.
                This message was submitted from a form.

                The Team
                """))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "First name", "Ana",
                "Phone number", "+12125550123",
                "What do you need?", "A roof",
                "Comments", "It leaks.\n\nBadly."));
  }

  @Test
  void takesNoProseForLabels() throws Exception {
    assertThat(fields("Hello\nthere\n\nName\nthis tune\n\nThanks\nAna\n")).isEmpty();
    assertThat(fields("Hello\n\nPhone\n2125550100\n\nEmail\nhelp@harbor.example\n")).isEmpty();
  }

  @Test
  void leavesLinksThatMailProgramsAdd() throws Exception {
    assertThat(
            fields(
                "Email: ana@example.com<mailto:ana@example.com>\n"
                    + "Phone: (212) 555-0123<tel:(212)%20555-0123>\n"))
        .containsEntry("Email", "ana@example.com")
        .containsEntry("Phone", "(212) 555-0123");
  }

  @Test
  void readsAllLinesOfAMessageBelowItsLabel() throws Exception {
    assertThat(
            html(
                "<p><strong>Name:</strong> Ana<br><strong>Email:</strong> ana@example.com<br><br>"
                    + "<strong>Message:</strong><br>The roof leaks.<br />Please call.</p>"))
        .containsEntry("Message", "The roof leaks.\nPlease call.")
        .containsEntry("Email", "ana@example.com");
  }

  @Test
  void readsNothingThatIsHidden() throws Exception {
    JsonNode mail =
        read(
            HEAD
                + "Content-Type: text/html\n\n<div style='font-size:1px;DISPLAY: none'><p><b>Name:</b>"
                + " Ana</p></div><p><b>Name:</b> Ana</p><p><b>Phone:</b> 2125550123</p>");

    assertThat(mail.path("fields")).hasSize(2);
  }

  @Test
  void readsNoHeadingOfColumnsAndNoLinkToAMap() throws Exception {
    assertThat(
            html(
                "<table><tr><th>Name</th><th>Value</th></tr><tr><td>name</td><td>Ana</td></tr>"
                    + "<tr><td>address</td><td>1 Main St<br><a"
                    + " href='https://maps.example/?q=1'>Map It</a></td></tr></table>"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("name", "Ana", "address", "1 Main St"));
  }

  @Test
  void findsTableRows() throws Exception {
    assertThat(
            html(
                "<table><tr><td colspan=2><h1>New entry</h1></td></tr><tr><th>Name</th><td>Ana"
                    + " Silva</td></tr><tr><td>Email:</td><td><a"
                    + " href='mailto:ana@example.com'>ana@example.com</a></td></tr></table>"))
        .containsEntry("Name", "Ana Silva")
        .containsEntry("Email", "ana@example.com");
  }

  @Test
  void findsRowsBelowBoldRows() throws Exception {
    assertThat(
            html(
                "<table><tr><td colspan=2><strong>Name</strong></td></tr><tr><td"
                    + " width=20>&nbsp;</td><td>Ana</td></tr><tr><td"
                    + " colspan=2><b>Email</b></td></tr><tr><td>&nbsp;</td><td>ana@example.com</td></tr></table>"))
        .containsEntry("Name", "Ana")
        .containsEntry("Email", "ana@example.com");
  }

  @Test
  void findsValuesBelowAndBesideBoldLabels() throws Exception {
    assertThat(
            html(
                "<p><b>Name</b><br>Ana Silva<br><br><strong>Email:</strong> ana@example.com</p>"
                    + "<p><strong>Message</strong></p><p>The roof<br>leaks</p>"))
        .containsEntry("Name", "Ana Silva")
        .containsEntry("Email", "ana@example.com")
        .containsEntry("Message", "The roof\nleaks");
  }

  @Test
  void takesTheTextOfAnAlternativeAndLeavesAttachments() throws Exception {
    String mail =
        HEAD
            + "Content-Type: multipart/mixed; boundary=\"out\"\n\n--out\n"
            + "Content-Type: multipart/alternative; boundary=in\n\n--in\n"
            + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "Name: Jos=C3=A9\nPhone: 212=\n5550123\n"
            + "--in\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder()
                .encodeToString("<p>Name: html</p>".getBytes(StandardCharsets.UTF_8))
            + "\n--in--\n--out\nContent-Type: text/plain\nContent-Disposition: attachment;"
            + " filename=x.txt\n\nName: Attached\n--out--\n";

    JsonNode read = read(mail);

    assertThat(values(read)).containsEntry("Name", "José").containsEntry("Phone", "2125550123");
    assertThat(read.path("html").asText()).isEqualTo("<p>Name: html</p>");
    assertThat(read.path("text").asText()).doesNotContain("Attached");
  }

  @Test
  void readsBytesWhoseCharsetIsWrongOrUnknown() throws Exception {
    byte[] mail =
        (HEAD + "Content-Type: text/plain; charset=x-nowhere\n\nName: José\nCity: Köln\n")
            .getBytes(Charset.forName("windows-1252"));

    assertThat(values(MailBody.read(mail, Map.of())))
        .containsEntry("Name", "José")
        .containsEntry("City", "Köln");
  }

  @Test
  void cutsTheMailThatIsAnswered() throws Exception {
    assertThat(
            fields(
                """
                Name: Ana
                Phone: 2125550123

                On Mon, Jul 6, 2026 at 9:00 AM Harbor <h@harbor.example>
                wrote:
                > Name: Somebody Else
                > Phone: 2125550100
                """))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Name", "Ana", "Phone", "2125550123"));
  }

  @Test
  void unfoldsTheMailThatIsForwarded() throws Exception {
    assertThat(
            fields(
                """
                FYI

                ---------- Forwarded message ---------
                From: Site <no-reply@site.example>
                Date: Mon, Jul 6, 2026
                Subject: New entry
                To: <owner@harbor.example>

                Name: Ana
                Phone: 2125550123
                """))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Name", "Ana", "Phone", "2125550123"));
  }

  @Test
  void readsTheHeadOfAForwardedMailWhereNoLineMarksIt() throws Exception {
    JsonNode mail =
        read(
            """
            From: Jo Owner <jo@harbor.example>
            Subject: WG: Neue Anfrage
            Date: Mon, 06 Jul 2026 10:00:00 +0200
            Content-Type: text/plain; charset=UTF-8

            Bitte anrufen.

            Von: Website <no-reply@site.example>
            Gesendet: Montag, 6. Juli 2026 09:00
            An: jo@harbor.example
            Betreff: Neue Anfrage

            From: Nils Berg <nils@example.com>
            Subject: Boiler

            Name: Nils Berg
            Telefon: 2125550123
            """);

    assertThat(mail.path("forwarded").path("from").asText()).isEqualTo("no-reply@site.example");
    assertThat(mail.path("forwarded").path("subject").asText()).isEqualTo("Neue Anfrage");
    assertThat(mail.path("text").asText()).startsWith("From: Nils Berg");
    assertThat(values(mail)).containsEntry("Name", "Nils Berg").doesNotContainKey("Von");
  }

  @Test
  void findsLabelsBetweenRules() throws Exception {
    assertThat(fields("--- Name ---\n\nAna\n\n--- Message ---\n\nOne: two\n\nThree\n"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Name", "Ana", "Message", "One: two\n\nThree"));
  }

  @Test
  void readsAMailForwardedAsAnAttachment() throws Exception {
    String mail =
        HEAD
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below\n"
            + "--b\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: text/plain\n\n"
            + "Name: Ana\nPhone: 2125550123\n--b--\n";

    assertThat(values(read(mail))).containsEntry("Name", "Ana");
  }

  @Test
  void quarantinesMailBombsQuickly() {
    StringBuilder deep = new StringBuilder(HEAD);
    for (int i = 0; i < 200; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n".formatted(i, i));
    }
    StringBuilder wide = new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=b\n\n");
    wide.append("--b\nContent-Type: text/plain\n\nx\n".repeat(10_000)).append("--b--\n");
    StringBuilder nested = new StringBuilder(HEAD);
    for (int i = 0; i < 200; i++) {
      nested.append("Content-Type: message/rfc822\n\nSubject: s\n");
    }
    long start = System.nanoTime();
    for (String mail :
        new String[] {
          deep.toString(),
          wide.toString(),
          nested.toString(),
          "From: a@example.com\nX: " + "y".repeat(1_000_000) + "\n\nx",
          "X-A: 1\n".repeat(20_000) + "\nx",
          HEAD + "\n" + "x".repeat(10 * 1024 * 1024)
        }) {
      UnreadableBodyException thrown =
          catchThrowableOfType(UnreadableBodyException.class, () -> read(mail));

      assertThat(thrown).isNotNull();
      assertThat(thrown.finding().kind()).isEqualTo("mail.too-complex");
      assertThat(thrown.quarantined()).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  private static Map<String, String> fields(String text) throws Exception {
    return values(read(HEAD + "Content-Type: text/plain; charset=UTF-8\n\n" + text));
  }

  private static Map<String, String> html(String html) throws Exception {
    return values(
        read(
            HEAD
                + "Content-Type: text/html; charset=UTF-8\n\n<html><body>"
                + html
                + "</body></html>"));
  }

  private static Map<String, String> values(JsonNode mail) {
    Map<String, String> values = new LinkedHashMap<>();
    mail.path("fields")
        .forEach(field -> values.put(field.path("label").asText(), field.path("value").asText()));
    return values;
  }

  private static JsonNode read(String mail) throws Exception {
    return MailBody.read(mail.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
