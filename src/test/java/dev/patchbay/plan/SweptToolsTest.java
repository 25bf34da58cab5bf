package dev.patchbay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.stack.StackReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tools that tell of people by a sweep alone, in stacks that read them and in stacks that do not.
 */
class SweptToolsTest {

  private static final String STACK =
      """
      stack: s
      connections:
        form: {connector: webhook, with: {secret: "${env:SECRET}"}}
        crm: %s
        audience: {connector: brevo, with: {apiKey: "${env:SECRET}"}}
      flows:
        leads: {from: form, to: crm}
      """;
  private static final String BACK = "  back: {from: crm, events: contact.updated, to: audience}\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{connector: salesforce, with: {instanceUrl: 'https://made-up.my.salesforce.com', accessToken: '${env:SECRET}'}}",
        "{connector: salesforce, with: {instanceUrl: 'https://made-up.my.salesforce.com', clientId: c, clientSecret: '${env:SECRET}'}}",
        "{connector: zoho, with: {clientId: c, clientSecret: '${env:SECRET}', refreshToken: '${env:SECRET}'}}",
        "{connector: odoo, with: {siteUrl: 'https://made-up.odoo.com', apiKey: '${env:SECRET}', database: d}}",
        "{connector: espocrm, with: {siteUrl: 'https://crm.made-up.example', apiKey: '${env:SECRET}'}}",
        "{connector: suitecrm, with: {siteUrl: 'https://crm.made-up.example/legacy', accessToken: '${env:SECRET}'}}"
      })
  void needNothingMoreWhereTheyAreOnlyTold(String crm) {
    Plan told = plan(STACK.formatted(crm));
    Plan read = plan(STACK.formatted(crm) + BACK);
    Plan swept = plan(STACK.formatted(crm.replace("with: {", "with: {sweepEvery: 15m, ")) + BACK);

    assertThat(told.findings()).isEmpty();
    assertThat(told.connection("crm").orElseThrow().isHeard()).isFalse();
    assertThat(read.findings()).extracting(Finding::kind).containsExactly("plan.never-read");
    assertThat(read.findings().get(0).remedy()).contains("sweepEvery");
    assertThat(swept.findings()).isEmpty();
    assertThat(swept.connection("crm").orElseThrow().isSwept()).isTrue();
  }

  @Test
  void needAKeyOfTheirWebhooksOrAReading() {
    String crm =
        "{connector: espocrm, with: {siteUrl: 'https://crm.made-up.example', apiKey: '${env:SECRET}'}}";
    String hooked = crm.replace("with: {", "with: {webhookKeys: '${env:SECRET}', ");

    Plan keyless = plan(STACK.formatted(crm) + BACK);
    Plan keyed = plan(STACK.formatted(hooked) + BACK);

    assertThat(keyless.findings())
        .extracting(Finding::remedy)
        .containsExactly("Write sweepEvery, or webhookKeys, under its 'with:'.");
    assertThat(keyed.findings()).isEmpty();
    assertThat(keyed.connection("crm").orElseThrow().isHeard()).isTrue();
    assertThat(keyed.connection("crm").orElseThrow().isSwept()).isFalse();
  }

  @Test
  void needNoSignInWhereTheyOnlyTellByWebhook() {
    String stack =
        """
        stack: s
        connections:
          phones: {connector: ringcentral, with: {%s}}
          audience: {connector: brevo, with: {apiKey: "${env:SECRET}"}}
        flows:
          texts: {from: phones, events: lead, to: audience}
        """;
    String hooked = "verificationToken: '${env:SECRET}'";
    String reading = "clientId: c, clientSecret: '${env:SECRET}', jwt: '${env:SECRET}'";

    assertThat(plan(stack.formatted(hooked)).findings()).isEmpty();
    assertThat(plan(stack.formatted(hooked)).connection("phones").orElseThrow().isSwept())
        .isFalse();
    assertThat(plan(stack.formatted(reading)).findings()).isEmpty();
    assertThat(plan(stack.formatted(reading)).connection("phones").orElseThrow().isSwept())
        .isTrue();
    assertThat(plan(stack.formatted("every: 5m")).findings())
        .extracting(Finding::kind)
        .contains("plan.no-sign-in");
    assertThat(plan(stack.formatted(hooked + ", clientId: c")).findings())
        .extracting(Finding::kind)
        .contains("plan.no-sign-in");
  }

  private static Plan plan(String text) {
    return new Planner(
            Catalog.only(Path.of("connectors")),
            name -> Optional.of("made-up-secret"),
            path -> Optional.empty(),
            Mappings::compile)
        .plan(StackReader.read("stack.yaml", Path.of("/stack"), text));
  }
}
