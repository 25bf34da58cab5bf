package dev.patchbay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.patchbay.Application;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.fault.Poll;
import dev.patchbay.past.LoadedYear;
import dev.patchbay.pipeline.WeeklyTelling;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The mail of the week: sent once by whichever hub is first, with the week's own numbers. */
class WeeklyMailIT {

  /** Monday, five past eight in Chicago. */
  private static final Instant MONDAY = Instant.parse("2026-10-19T13:05:00Z");

  private static final String WEEK =
      " at >= '2026-10-12T05:00:00Z' and at < '2026-10-19T05:00:00Z'";

  private static final String STACK =
      """
      stack: "harbor-coffee\\r\\nBcc: everybody@example.com"
      timezone: America/Chicago
      publicUrl: https://hooks.harborcoffee.example
      allowedHosts: [127.0.0.1]
      connections:
        team:
          connector: smtp
          with: {host: 127.0.0.1, port: %d, security: none, username: team, password: "${env:MAIL_PASSWORD}", from: patchbay@example.com, to: "owner@example.com, desk@example.com"}
      flows:
        weekly: {from: patchbay, events: report.weekly, to: team}
      """;

  @TempDir private static Path folder;

  @Test
  void twoHubsSendOneMailWithTheNumbersOfTheWeek() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    server.setUser("team", "made-up-password");
    try (TestDatabase test = TestDatabase.create()) {
      LoadedYear.load(
          test.database(),
          "harbor-coffee",
          LoadedYear.year("harbor-coffee", 1, 4_000),
          500,
          stored -> {});
      Files.writeString(folder.resolve("stack.yaml"), STACK.formatted(server.getSmtp().getPort()));
      try (ConfigurableApplicationContext one = hub(test, "one");
          ConfigurableApplicationContext two = hub(test, "two")) {
        CompletableFuture<Integer> first = tell(one);
        CompletableFuture<Integer> second = tell(two);
        assertThat(first.get() + second.get()).isEqualTo(1);
        Poll.until(Duration.ofSeconds(30), () -> server.getReceivedMessages().length >= 2);
        assertThat(tell(one).get() + tell(two).get()).isZero();
      }
      try (ConfigurableApplicationContext again = hub(test, "three")) {
        assertThat(tell(again).get()).as("after a restart").isZero();
      }
      assertThat(number(test, "select count(*) from event where type = 'report.weekly'"))
          .isEqualTo(1);
      assertThat(number(test, "select count(*) from delivery where flow = 'weekly'")).isEqualTo(1);
      assertThat(server.getReceivedMessages()).as("one for each recipient").hasSize(2);
      reads(server.getReceivedMessages()[0], test);
    } finally {
      server.stop();
    }
  }

  private static void reads(MimeMessage mail, TestDatabase test) throws Exception {
    assertThat(mail.getSubject())
        .isEqualTo("harbor-coffee Bcc: everybody@example.com: the week of Oct 12 to Oct 18, 2026");
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getAllRecipients()).hasSize(2);
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    List<String> types = new ArrayList<>();
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart part = parts.getBodyPart(i);
      types.add(part.getContentType().replaceAll(";.*", "").strip());
      String content = part.getContent().toString();
      long leads =
          number(
              test,
              "select count(*) from lead where duplicate_of is null and status <> 'spam' and"
                  + WEEK);
      long visits = number(test, "select count(*) from visit where" + WEEK);
      assertThat(leads).isPositive();
      assertThat(content)
          .contains(leads == 1 ? "1 person came in" : leads + " people came in")
          .contains("The site had " + visits + " visit")
          .contains("https://hooks.harborcoffee.example/app/reports/week?of=2026-W42");
      assertThat(content).as("names nobody").doesNotContainPattern("[a-z]@(?!example\\.com)");
    }
    assertThat(types.toString().toLowerCase(java.util.Locale.ROOT))
        .isEqualTo("[text/plain, text/html]");
  }

  private static CompletableFuture<Integer> tell(ConfigurableApplicationContext hub) {
    return CompletableFuture.supplyAsync(() -> hub.getBean(WeeklyTelling.class).tell());
  }

  private static ConfigurableApplicationContext hub(TestDatabase test, String name)
      throws IOException {
    Clock clock =
        Clock.offset(Clock.systemUTC(), Duration.between(Clock.systemUTC().instant(), MONDAY));
    SpringApplication program = new SpringApplication(Application.class);
    program.addInitializers(
        context ->
            ((GenericApplicationContext) context)
                .registerBean("mondayClock", Clock.class, () -> clock));
    return program.run(
        "--spring.config.name=patchbay-hub",
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--patchbay.stack=" + folder.resolve("stack.yaml"),
        "--patchbay.data=" + Files.createDirectories(folder.resolve(name)),
        "--patchbay.db=" + test.url() + "&user=postgres",
        "--patchbay.secrets-key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "--patchbay.env.MAIL_PASSWORD=made-up-password");
  }

  private static long number(TestDatabase test, String query) {
    return test.database()
        .inTransaction(
            sql -> {
              try (Statement statement = sql.createStatement();
                  ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
              }
            });
  }
}
