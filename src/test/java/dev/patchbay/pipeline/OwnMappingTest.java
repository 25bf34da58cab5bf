package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connector.Catalog;
import dev.patchbay.event.Event;
import dev.patchbay.inbox.Message;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.Planner;
import dev.patchbay.stack.StackReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMappingTest {

  @TempDir private Path folder;

  @Test
  void winsOverTheConnectorsBesideTheStack() throws Exception {
    Files.writeString(
        folder.resolve("order.jslt"),
        "{\"type\": \"sale.completed\", \"subject\": string(.nr), \"data\": {}}");
    Path stack =
        Files.writeString(
            folder.resolve("stack.yaml"),
            """
            stack: shop
            region: US
            timezone: UTC
            connections:
              till: {connector: webhook, with: {verify: none, unsigned: true, mapping: order.jslt}}
              form: {connector: webhook, with: {verify: none, unsigned: true}}
              crm: {connector: http, with: {url: "https://crm.example.com/in"}}
            flows:
              all: {from: [till, form], to: [crm]}
            """);
    Plan plan =
        Planner.of(Catalog.builtIn(), name -> Optional.empty(), Mappings::compile)
            .plan(StackReader.read(stack));
    assertThat(plan.findings()).isEmpty();

    assertThat(read(plan, "till", "{\"nr\": 7}"))
        .extracting(Event::type, Event::subject)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("sale.completed", "7"));
    assertThat(read(plan, "form", "{\"email\": \"kai@example.com\"}"))
        .extracting(Event::type)
        .containsExactly("lead.submitted");
  }

  private static List<Event> read(Plan plan, String connection, String body) {
    return new SheetReader(plan)
        .read(
            new Message(
                UUID.randomUUID(),
                connection,
                null,
                body.getBytes(StandardCharsets.UTF_8),
                "application/json",
                Map.of(),
                null,
                Instant.EPOCH))
        .events();
  }
}
