package dev.patchbay.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.tools.FakedTools.Vendors;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoesTest {

  private static final Vendors HASTY =
      new Vendors(
          value -> value,
          Duration.ofMillis(2),
          Duration.ofMillis(2),
          Duration.ofSeconds(3),
          0.3,
          0.5);
  private static final Vendors SLOW =
      new Vendors(
          value -> value,
          Duration.ofSeconds(50),
          Duration.ofSeconds(30),
          Duration.ofSeconds(-5),
          0.3,
          0.5);

  @Test
  void bringsAChangeToTheOtherToolOnceAndBringsNothingBack() {
    for (long seed = 0; seed < 300; seed++) {
      FakedTools tools = new FakedTools(seed, Map.of("a", Vendors.PLAIN, "b", Vendors.PLAIN));
      tools.change("a", Duration.ofSeconds(10), "firstName", "Anna");

      tools.run(100);

      assertThat(tools.deliveries()).as("seed %d", seed).isEqualTo(Map.of("b", 1));
      assertThat(tools.held("b", "firstName")).isEqualTo("Anna");
      assertThat(tools.echoed()).isEqualTo(1);
    }
  }

  @Test
  void bringsAChangeBackWhenAPersonMakesItUndone() {
    FakedTools tools = new FakedTools(1, Map.of("a", Vendors.PLAIN, "b", Vendors.PLAIN));
    tools.change("a", Duration.ofSeconds(10), "firstName", "Anna");
    tools.change("b", Duration.ofMinutes(10), "firstName", "Ana");
    tools.change("b", Duration.ofMinutes(20), "firstName", "Anna");

    tools.run(100);

    assertThat(tools.deliveries()).isEqualTo(Map.of("a", 2, "b", 1));
    assertThat(tools.held("a", "firstName")).isEqualTo("Anna");
  }

  @Test
  void doesNotMistakeTheCaseThatAToolWritesNamesInForAChange() {
    Vendors loud =
        new Vendors(
            value -> value.toUpperCase(Locale.ROOT),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ZERO,
            0,
            0);
    FakedTools tools = new FakedTools(3, Map.of("a", Vendors.PLAIN, "b", loud));
    tools.change("a", Duration.ofSeconds(10), "firstName", "Anna");

    tools.run(100);

    assertThat(tools.deliveries()).isEqualTo(Map.of("b", 1));
  }

  @Test
  void becomesQuietWithinOneDeliveryPerChangeAndToolWhateverHappens() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      boolean three = random.nextInt(3) == 0;
      Map<String, Vendors> vendors =
          three
              ? Map.of("a", HASTY, "b", SLOW, "c", Vendors.PLAIN)
              : Map.of("a", random.nextBoolean() ? HASTY : SLOW, "b", SLOW);
      FakedTools tools = new FakedTools(seed, vendors);
      int changes = changes(random, tools, List.copyOf(vendors.keySet()));

      tools.run(20_000);

      // A write fills in what the hub knew, so a race of two changes may bring an old value with
      // it.
      assertThat(tools.delivered())
          .as("seed %d, %d changes", seed, changes)
          .isLessThanOrEqualTo(3 * tools.tellings() * (vendors.size() - 1));
    }
  }

  @Test
  void becomesQuietEvenWhereTwoToolsNeverAgreeOnAValue() {
    Vendors short5 =
        new Vendors(
            value -> value.length() > 5 ? value.substring(0, 5) : value,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ZERO,
            0.2,
            0);
    Vendors marked =
        new Vendors(
            value -> value.startsWith("*") ? value.substring(1) + "*" : "*" + value,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ZERO,
            0.2,
            0);
    for (long seed = 0; seed < 60; seed++) {
      FakedTools tools =
          new FakedTools(seed, Map.of("a", marked, "b", seed % 2 == 0 ? marked : short5));
      tools.change("a", Duration.ofSeconds(10), "firstName", "Annabel");

      tools.run(2_000);

      assertThat(tools.delivered()).as("seed %d", seed).isLessThan(60);
    }
  }

  private static int changes(Random random, FakedTools tools, List<String> names) {
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      tools.change(
          names.get(random.nextInt(names.size())),
          Duration.ofMillis(random.nextInt(120_000)),
          random.nextBoolean() ? "firstName" : "lastName",
          "Name" + i);
    }
    return changes;
  }
}
