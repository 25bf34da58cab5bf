package dev.patchbay.plan;

import static dev.patchbay.plan.StackFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.patchbay.connector.RateLimit;
import dev.patchbay.connector.Sink;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.NumberCampaign;
import dev.patchbay.lead.Stage;
import dev.patchbay.stack.StackReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {

  @ParameterizedTest
  @MethodSource("valids")
  void plansValidStacksWithoutFindings(Path file) {
    assertThat(StackFixtures.planner().plan(StackReader.read(file)).findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalids")
  void findsWhatEachInvalidStackSays(Path file) throws IOException {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("# expect: "))
            .map(line -> line.substring("# expect: ".length()))
            .toList();
    Plan plan = StackFixtures.planner().plan(StackReader.read(file));
    assertThat(plan.hasErrors()).isTrue();
    assertThat(plan.findings())
        .filteredOn(Finding::isError)
        .extracting(finding -> finding.kind() + " " + finding.line() + ":" + finding.column())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(plan.findings()).allMatch(finding -> finding.remedy() != null);
    assertThat(plan.findings().toString()).doesNotContain("hunter2");
  }

  @Test
  void resolvesReferencesDefaultsAndLanes() throws IOException {
    Plan plan = plan(Files.readString(StackFixtures.STACKS.resolve("valids/whole.yaml")));
    PlannedConnection form = plan.connection("website-form").orElseThrow();
    assertThat(form.values())
        .containsEntry("secret", "s3cr3t-of-form")
        .containsEntry("formerSecret", "s3cr3t-of-file")
        .containsEntry("locale", "de");
    assertThat(form.toString()).doesNotContain("s3cr3t");
    assertThat(plan.toString()).doesNotContain("s3cr3t");
    assertThat(form.expectEvery()).isEqualTo(Duration.ofHours(12));
    PlannedConnection crm = plan.connection("crm").orElseThrow();
    assertThat(crm.values())
        .containsEntry("baseUrl", "http://crm.internal:8080")
        .containsEntry("tags", "false")
        .doesNotContainKey("mapping");
    assertThat(crm.laneConcurrency()).isEqualTo(8);
    assertThat(crm.laneRateLimit()).isEqualTo(new RateLimit(5, Duration.ofSeconds(1)));
    assertThat(plan.connection("door").orElseThrow().values())
        .containsEntry("unsigned", "true")
        .containsEntry("signing", "none");
    assertThat(plan.flows("mails", "lead.submitted"))
        .extracting(PlannedFlow::name)
        .containsExactly("leads");
    assertThat(plan.flows("mails", "sale.completed")).isEmpty();
  }

  @Test
  void resolvesWhoIsWhoAndHowLeadsAreCounted() throws IOException {
    Plan plan = plan(Files.readString(StackFixtures.STACKS.resolve("valids/whole.yaml")));
    IdentityRules identity = plan.identity();
    assertThat(identity.truth())
        .containsOnly(entry("firstName", "crm"), entry("lastName", "crm"), entry("phone", "mails"));
    assertThat(identity.verified()).containsExactly("crm");
    assertThat(identity.sharedPhones()).containsExactly("+13125550100");
    assertThat(identity.blocked()).containsExactlyInAnyOrder("spam@example.com", "+13125550199");
    assertThat(identity.roles()).containsExactly("catering");
    assertThat(identity.ownNumbers()).containsExactly("+13125550111");
    assertThat(plan.keepPayloads()).isEqualTo(Duration.ofDays(90));
    LeadRules leads = plan.leads();
    assertThat(leads.within()).isEqualTo(Duration.ofHours(12));
    assertThat(leads.answerWithin()).isEqualTo(Duration.ofMinutes(5));
    assertThat(leads.numbers())
        .containsEntry(
            "+13125550111", new NumberCampaign("google", "cpc", "spring", "roof repair"));
    assertThat(leads.stages())
        .containsOnly(
            entry("called", Stage.CONTACTED),
            entry("quote sent", Stage.QUOTED),
            entry("negotiation", Stage.QUOTED),
            entry("closedwon", Stage.WON));
    assertThat(leads.isCrm("crm")).isTrue();
    assertThat(leads.categories()).containsEntry("mails", "phone");
    assertThat(leads.quarantine()).isEqualTo(70);
  }

  @Test
  void carriesWhatTheHubItselfTells() {
    Plan plan =
        plan(
            """
        stack: s
        connections:
          crm: {connector: crm, with: {accessToken: "${env:CRM_TOKEN}"}}
        flows:
          alarm: {from: patchbay, events: lead.unanswered, to: crm}
          never: {from: patchbay, events: sale, to: crm}
        """);

    assertThat(plan.hasErrors()).isFalse();
    assertThat(plan.flows("patchbay", "lead.unanswered"))
        .extracting(PlannedFlow::name)
        .containsExactly("alarm");
    assertThat(plan.findings()).extracting(Finding::kind).contains("plan.never-gives");
  }

  @Test
  void tellsWhichSinksFlowsUse() throws IOException {
    Plan plan = plan(Files.readString(StackFixtures.STACKS.resolve("valids/whole.yaml")));
    PlannedConnection crm = plan.connection("crm").orElseThrow();

    assertThat(plan.sinksUsed(crm)).extracting(Sink::name).containsExactly("contact");

    Plan unwired =
        plan(
            """
        stack: s
        connections:
          crm: {connector: crm, with: {accessToken: "${env:CRM_TOKEN}"}}
        """);
    assertThat(unwired.sinksUsed(unwired.connection("crm").orElseThrow()))
        .extracting(Sink::name)
        .containsExactly("contact", "remove");
  }

  @Test
  void stopsOnlyTheConnectionWhoseSecretIsMissing() {
    Plan plan =
        plan(
            """
            stack: s
            connections:
              form: {connector: forms, with: {secret: "${env:NOT_SET}"}}
              door: {connector: open, with: {unsigned: true}}
            """);
    assertThat(plan.hasErrors()).isFalse();
    Finding stopped = plan.connection("form").orElseThrow().stopped();
    assertThat(stopped).isNotNull();
    assertThat(stopped.kind()).isEqualTo("plan.missing-secret");
    assertThat(stopped.line()).isEqualTo(3);
    assertThat(stopped.text()).contains("NOT_SET");
    assertThat(plan.connection("door").orElseThrow().stopped()).isNull();
  }

  @Test
  void warnsOfFlowsThatCarryNothing() {
    Plan plan =
        plan(
            """
            stack: s
            connections:
              form: {connector: forms, with: {secret: "${env:FORM_SECRET}"}}
              crm: {connector: crm, with: {accessToken: "${env:CRM_TOKEN}"}}
            flows:
              a: {from: form, to: crm, events: sale}
              b: {from: form, to: crm, action: remove}
            """);
    assertThat(plan.hasErrors()).isFalse();
    assertThat(plan.findings())
        .extracting(Finding::kind)
        .containsExactly("plan.never-gives", "plan.never-accepts");
  }

  @Test
  void findsConditionsAndMappingFilesThatCannotBe() {
    Plan plan =
        plan(
            """
            stack: s
            connections:
              door: {connector: open, with: {unsigned: true}}
              crm: {connector: crm, with: {accessToken: "${env:CRM_TOKEN}", mapping: own.jslt}}
            flows:
              a: {from: door, to: crm, where: "a === b"}
            """);
    assertThat(plan.findings())
        .extracting(Finding::kind, Finding::line)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("plan.bad-condition", 6),
            org.assertj.core.groups.Tuple.tuple("plan.missing-mapping", 4));
  }

  static Stream<Path> valids() throws IOException {
    return files("valids");
  }

  static Stream<Path> invalids() throws IOException {
    return files("invalids");
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(StackFixtures.STACKS.resolve(folder))) {
      return files.sorted().toList().stream();
    }
  }
}
