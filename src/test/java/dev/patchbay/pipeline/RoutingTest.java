package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.Planner;
import dev.patchbay.stack.StackReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTest {

  private static final EventData NOTHING =
      new EventData(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);

  @TempDir private Path folder;
  private Routing routing;

  @BeforeEach
  void plan() throws Exception {
    Path stack =
        Files.writeString(
            folder.resolve("stack.yaml"),
            """
            stack: shop
            region: US
            timezone: UTC
            connections:
              ads-leads:
                connector: meta-lead-ads
                with: {appSecret: "${env:A}", verifyToken: "${env:A}", accessToken: "${env:A}"}
              crm: {connector: http, with: {url: "https://crm.example.com/in"}}
            flows:
              all: {from: [ads-leads], events: [lead], to: [crm]}
            """);
    Plan plan =
        Planner.of(Catalog.builtIn(), name -> Optional.of("made-up"), Mappings::compile)
            .plan(StackReader.read(stack));
    assertThat(plan.findings()).isEmpty();
    routing = new Routing(plan);
  }

  @Test
  void whatAConnectionOnlyNamesGoesBackToItToBeFetched() {
    assertThat(recipients("record.announced"))
        .containsExactly(new Routing.Recipient("ads-leads", "fetch", "lead"));
  }

  @Test
  void whatWasFetchedGoesWhereTheFlowsSay() {
    assertThat(recipients("lead.submitted"))
        .containsExactly(new Routing.Recipient("crm", "all", null));
  }

  private List<Routing.Recipient> recipients(String type) {
    return routing.recipients(
        new Event(UUID.randomUUID(), type, "ads-leads", "1", Instant.EPOCH, NOTHING), "{}");
  }
}
