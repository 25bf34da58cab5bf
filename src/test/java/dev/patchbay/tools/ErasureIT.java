package dev.patchbay.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Category;
import dev.patchbay.credential.Seal;
import dev.patchbay.db.Database;
import dev.patchbay.db.TestDatabase;
import dev.patchbay.event.Ids;
import dev.patchbay.plan.Plan;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureIT {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final RandomGenerator RANDOM = RandomGenerator.of("SplittableRandom");

  private final PlantedPerson ana = new PlantedPerson("canary");
  private final PlantedPerson ben = new PlantedPerson("bystander");
  private final Ids ids = new Ids(InstantSource.system(), new java.security.SecureRandom());
  private final Seal seal = Seal.withKey(Base64.getEncoder().encodeToString(new byte[32]), RANDOM);
  private TestDatabase test;
  private Database database;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    database = test.database();
    database.inTransaction(
        sql -> {
          ana.plant(sql);
          ben.plant(sql);
          return true;
        });
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void knowsEveryColumnThereIs() {
    List<String> untagged = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    database.inTransaction(
        sql -> {
          var schema = PlantedPerson.schema(sql);
          for (PersonalTables.PersonalTable table : PersonalTables.ALL) {
            Set<String> tagged = new TreeSet<>(table.exported());
            tagged.addAll(table.internal());
            Set<String> there = schema.getOrDefault(table.name(), java.util.Map.of()).keySet();
            there.stream()
                .filter(column -> !tagged.contains(column))
                .forEach(column -> untagged.add(table.name() + "." + column));
            tagged.stream()
                .filter(column -> !there.contains(column))
                .forEach(column -> gone.add(table.name() + "." + column));
          }
          Set<String> tables = new TreeSet<>(schema.keySet());
          tables.removeAll(PersonalTables.NOBODY.keySet());
          PersonalTables.ALL.forEach(table -> tables.remove(table.name()));
          untagged.addAll(tables);
          return true;
        });

    assertThat(untagged)
        .as("Say in PersonalTables what an export and an erasure do with these")
        .isEmpty();
    assertThat(gone).as("Take out of PersonalTables what is no longer there").isEmpty();
  }

  @Test
  void exportsEverythingThatIsHeldOfOnePersonAndNothingOfAnother() {
    List<String> held = where("canary");

    ObjectNode export =
        database.inTransaction(
            sql ->
                new CustomerExport(Tools.of(plan(true)), InstantSource.fixed(NOW))
                    .of(sql, ana.customer));

    for (String place : held) {
      String[] name = place.split("\\.");
      if (!place.equals("message.dedupe_key") && !place.equals("message.body_sha256")) {
        String there = export.at("/tables/" + name[0]).findValuesAsText(name[1]).toString();
        String nested = export.at("/tables/" + name[0]).findValues(name[1]).toString();
        assertThat(place.equals("message.body") ? decoded(export) : there + nested)
            .as(place)
            .contains("canary");
      }
    }
    assertThat(export.toString()).doesNotContain("bystander");
    assertThat(decoded(export)).doesNotContain("bystander");
  }

  @Test
  void leavesNoTraceOfAnErasedPersonAndAllOfTheOthers() {
    List<String> before = where("bystander");
    assertThat(where("canary")).hasSizeGreaterThan(20);

    Erasure.Erased erased = erase(plan(false));

    assertThat(where("canary")).isEmpty();
    assertThat(where("bystander")).isEqualTo(before);
    assertThat(erased.byHand()).extracting(Erasure.ByHand::connection).containsExactly("crm");
    assertThat(
            test.rows(
                "select data->'call'->>'durationSeconds', data->'attribution'->>'source' from event where id = '"
                    + ana.id("event")
                    + "'"))
        .containsExactly("12|google");
    assertThat(
            test.rows(
                "select state, error_kind from delivery where id = '" + ana.id("delivery") + "'"))
        .containsExactly("3|customer-erased");
    assertThat(test.rows("select count(*) from changed")).containsExactly("1");
  }

  @Test
  void keepsThePersonsNameOnlyUntilTheToolsWereTold() {
    Erasure.Erased erased = erase(plan(true));

    assertThat(erased.told()).containsExactly("crm");
    assertThat(
            test.rows(
                "select e.data->'person'->>'email', e.data#>>'{person,externalIds,crm}', d.destination, d.action from delivery d join event e on e.id = d.event where d.flow = 'erase'"))
        .containsExactly("canary@example.com|null|crm|forget");
    assertThat(finish()).isZero();

    run("update delivery set state = 1 where flow = 'erase'");

    assertThat(finish()).isEqualTo(1);
    assertThat(where("canary")).isEmpty();
  }

  @Test
  void everyPhoneOfAnErasedPersonLeavesAudiences() {
    for (String phone : List.of("+13125550142", "+13125550143")) {
      run(
          "insert into identifier values ('phone', '%s', '%s', gen_random_uuid(), now())"
              .formatted(phone, ana.customer));
    }
    erase(
        ToolPlans.plan(
            List.of(
                ToolPlans.form("form"),
                ToolPlans.tool(
                    "crm",
                    Category.ADS,
                    ToolPlans.contact("lead", "contact"),
                    ToolPlans.sink("forget", List.of("customer.erased"), List.of(), true))),
            List.of()));

    assertThat(
            test.rows(
                "select e.data->'person'->>'email', e.data->'person'->>'phone' from delivery d"
                    + " join event e on e.id = d.event where d.flow = 'erase' order by d.seq"))
        .containsExactly("canary@example.com|+13125550142", "null|+13125550143");
  }

  @Test
  void knowsAnErasedPersonAgainWhenAnOlderBackupIsRestored() {
    erase(plan(false));
    PlantedPerson restored = new PlantedPerson("canary");
    database.inTransaction(
        sql -> {
          restored.plant(sql);
          return true;
        });

    Set<java.util.UUID> returned =
        database.inTransaction(sql -> erasure(plan(false)).returned(sql));
    assertThat(returned).containsExactly(restored.customer);
  }

  private int finish() {
    return database.inTransaction(sql -> Erasure.finish(sql));
  }

  private List<String> where(String word) {
    return database.inTransaction(sql -> PlantedPerson.where(sql, word));
  }

  private Erasure.Erased erase(Plan plan) {
    return database.inTransaction(
        sql -> {
          // The tool took it: else nothing is known to be held.
          try (PreparedStatement update =
              sql.prepareStatement(
                  "update delivery set finished_at = now() where id = ? and state = 0")) {
            update.setObject(1, ana.id("delivery"));
            update.executeUpdate();
          }
          return erasure(plan).erase(sql, ana.customer);
        });
  }

  private Erasure erasure(Plan plan) {
    return new Erasure(Tools.of(plan), new SuppressedPeople(seal), ids, InstantSource.fixed(NOW));
  }

  private static Plan plan(boolean told) {
    return ToolPlans.plan(
        List.of(
            ToolPlans.form("form"),
            told
                ? ToolPlans.tool(
                    "crm",
                    Category.CRM,
                    ToolPlans.contact("lead", "contact"),
                    ToolPlans.sink("forget", List.of("customer.erased"), List.of(), true))
                : ToolPlans.tool("crm", Category.CRM, ToolPlans.contact("lead", "contact"))),
        List.of());
  }

  private static String decoded(ObjectNode export) {
    StringBuilder text = new StringBuilder();
    export
        .at("/tables/message")
        .forEach(
            row ->
                text.append(
                    new String(
                        Base64.getMimeDecoder().decode(row.path("body").asText()),
                        java.nio.charset.StandardCharsets.UTF_8)));
    return text.toString();
  }

  private void run(String statement) {
    database.inTransaction(
        sql -> {
          Belongings.run(sql, statement);
          return true;
        });
  }
}
