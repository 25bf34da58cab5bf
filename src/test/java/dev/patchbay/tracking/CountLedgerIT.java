package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.TestDatabase;
import dev.patchbay.tracking.CountLedger.Forms;
import dev.patchbay.tracking.CountLedger.Row;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms that were sent on the site, beside what arrived of them. */
class CountLedgerIT {

  private static final Question QUESTION =
      new Question(ZoneOffset.UTC, "US", Instant.parse("2026-11-20T15:00:00Z"));
  private static final LedgerLeads LEADS = new LedgerLeads(Set.of("crm"), Set.of());

  private TestDatabase test;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void isUnknownWhereNoScriptEverToldOfAForm() {
    visit("2026-03-02", "spring");
    lead("2026-03-03", "form", "spring");

    CountLedger.View view = view(Map.of());

    assertThat(view.rows()).extracting(Row::submitted).containsOnlyNulls();
    assertThat(view.forms()).isEmpty();
  }

  @Test
  void isNoneWhereTheScriptIsHeardAndToldOfNone() {
    visit("2026-03-02", "spring");
    visit("2026-03-02", "summer");
    sent("2026-03-05", "spring");
    visit("2026-04-02", "spring");

    assertThat(submitted(view(Map.of())))
        .isEqualTo(Map.of("3 spring", 1, "3 summer", 0, "4 spring", 0));
  }

  @Test
  void isUnknownBeforeTheFirstFormAndWhereTheScriptIsSilent() {
    visit("2026-02-02", "spring");
    sent("2026-03-05", "spring");
    lead("2026-05-02", "form", "spring");

    CountLedger.View view = view(Map.of());

    assertThat(view.rows()).hasSize(3);
    assertThat(submitted(view)).isEqualTo(Map.of("3 spring", 1));
    assertThat(view.forms()).extracting(Forms::period).containsExactly(LocalDate.of(2026, 3, 1));
  }

  @Test
  void countsByDayAndSourceAndOfOneCampaignToo() {
    sent("2026-03-05", "spring");
    sent("2026-03-05", "spring");
    sent("2026-03-05", "summer");
    sent("2026-03-06", "spring");

    CountLedger.View days = view(Map.of("per", "day", "by", "source"));
    CountLedger.View spring = view(Map.of("campaign", "spring"));

    assertThat(days.rows()).extracting(row -> row.submitted().value()).containsExactly(3.0, 1.0);
    assertThat(spring.rows()).extracting(row -> row.submitted().value()).containsExactly(3.0);
    assertThat(spring.rows().get(0).submitted().open().path())
        .startsWith("/api/v1/submissions?campaign=spring&from=2026-03-01");
  }

  @Test
  void whatArrivedIsComparedOverAllCampaignsForFormsMayNotTellTheirs() {
    for (int i = 0; i < 4; i++) {
      sent("2026-03-05", "spring");
    }
    lead("2026-03-05", "form", null);
    lead("2026-03-05", "mail", null);
    lead("2026-03-05", "call", "spring");
    lead("2026-03-05", "ad_form", "spring");

    List<Forms> forms = view(Map.of()).forms();

    assertThat(forms).hasSize(1);
    assertThat(forms.get(0).submitted().value()).isEqualTo(4);
    assertThat(forms.get(0).arrived().value()).isEqualTo(2);
    assertThat(names(forms.get(0).arrived()))
        .extracting(LedgerLead::channel)
        .containsExactlyInAnyOrder("form", "mail");
    assertThat(view(Map.of("campaign", "spring")).forms()).isEmpty();
    assertThat(view(Map.of("source", "google")).forms()).isEmpty();
  }

  @Test
  void formsOfAPeriodMayComeInALittleLaterThanTheyWereSent() {
    for (int i = 0; i < 5; i++) {
      sent("2026-03-05 11:59", "spring");
    }
    sent("2026-03-05 12:00", "spring");
    lead("2026-03-05 12:10", "mail", null);
    lead("2026-03-05 12:20", "mail", null);
    Instant noon = Instant.parse("2026-03-05T12:00:00Z");

    FormsSent forms = formsSent(noon.minus(Duration.ofDays(1)), noon).orElseThrow();

    assertThat(forms.submitted().value()).isEqualTo(5);
    assertThat(names(forms.arrived())).hasSize(1);
    assertThat(forms.arrived().value()).isEqualTo(1);
    assertThat(forms.lost()).isEqualTo(4);
    assertThat(formsSent(noon.minus(Duration.ofDays(9)), noon.minus(Duration.ofDays(8))))
        .as("before the first form")
        .isEmpty();
  }

  private Optional<FormsSent> formsSent(Instant from, Instant to) {
    return test.database()
        .inTransaction(sql -> FormsSent.of(sql, from, to, Duration.ofMinutes(15)));
  }

  private static Map<String, Integer> submitted(CountLedger.View view) {
    Map<String, Integer> submitted = new HashMap<>();
    for (Row row : view.rows()) {
      if (row.submitted() != null) {
        submitted.put(
            row.period().getMonthValue() + " " + row.group(), (int) row.submitted().value());
      }
    }
    return submitted;
  }

  private CountLedger.View view(Map<String, String> asked) {
    Map<String, String> year = new HashMap<>(asked);
    year.put("from", "2026-01-01");
    year.put("to", "2027-01-01");
    return test.database().inTransaction(sql -> new CountLedger(LEADS).view(sql, year, QUESTION));
  }

  private List<LedgerLead> names(Figure figure) {
    return test.database()
        .inTransaction(sql -> LEADS.page(sql, figure.open().where(), QUESTION, null, 50).rows());
  }

  private void visit(String day, String campaign) {
    run(
        "insert into visit (event, at, source, campaign) values"
            + " (gen_random_uuid(), '%s', 'google', '%s')",
        day, campaign);
  }

  private void sent(String day, String campaign) {
    run(
        "insert into submission (event, at, source, campaign) values"
            + " (gen_random_uuid(), '%s', 'google', '%s')",
        day, campaign);
  }

  private void lead(String day, String channel, @Nullable String campaign) {
    run(
        "insert into lead (id, channel, connection, at, received_at, first_time, status, source,"
            + " campaign, events, changed_at) values (gen_random_uuid(), '%2$s', 'some', '%1$s',"
            + " '%1$s', true, 'new', 'google', nullif('%3$s', ''), 1, '%1$s')",
        day, channel, campaign == null ? "" : campaign);
  }

  private void run(String statement, String... values) {
    test.database()
        .inTransaction(
            sql -> {
              try (Statement run = sql.createStatement()) {
                run.execute("set local timezone = 'UTC'");
                return run.execute(statement.formatted((Object[]) values));
              }
            });
  }
}
