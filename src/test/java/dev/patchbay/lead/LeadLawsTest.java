package dev.patchbay.lead;

import static dev.patchbay.lead.Told.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds for every history. */
class LeadLawsTest {

  private static final int HISTORIES = 40;
  private static final int ORDERS = 100;

  @Test
  void theSameEventsInAHundredOrdersGiveTheSame() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Happening> events = new MadeHistory(random, "h" + seed).events(5 + random.nextInt(40));
      Correction[] corrections = {
        Told.correction("x", events.get(0).subject(), 5, "status", "qualified"),
        Told.correction("y", events.get(1).subject(), 6, "spam", "true"),
        Told.correction("z", events.get(0).subject(), 7, "sale_amount", "77")
      };
      Leads expected = Leads.of(Told.history(events, corrections), LeadRules.USUAL);

      for (int i = 0; i < ORDERS; i++) {
        List<Happening> order = new ArrayList<>(events);
        // A repeat changes nothing.
        order.add(events.get(random.nextInt(events.size())));
        Collections.shuffle(order, random);
        List<Correction> said = new ArrayList<>(List.of(corrections));
        Collections.shuffle(said, random);

        assertThat(Leads.of(Told.history(order, said.toArray(new Correction[0])), LeadRules.USUAL))
            .as("history %d, order %d", seed, i)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void everyModelGivesAwayExactlyAllTheCreditOfAConversion() {
    int conversions = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Leads leads =
          Leads.of(
              Told.history(new MadeHistory(random, "w" + seed).events(1 + random.nextInt(120))),
              LeadRules.USUAL);
      Map<UUID, double[]> sums = new HashMap<>();
      for (Touch touch : leads.touches()) {
        double[] sum = sums.computeIfAbsent(touch.conversion(), key -> new double[6]);
        Weights weights = touch.weights();
        sum[0] += weights.first();
        sum[1] += weights.last();
        sum[2] += weights.lastNonDirect();
        sum[3] += weights.linear();
        sum[4] += weights.timeDecay();
        sum[5] += weights.positionBased();
      }
      for (double[] sum : sums.values()) {
        assertThat(sum).containsOnly(1.0);
      }
      for (Lead lead : leads.leads()) {
        boolean counts = !lead.status().equals("duplicate") && !lead.status().equals("spam");
        assertThat(sums.containsKey(lead.id())).isEqualTo(counts);
      }
      assertThat(sums.keySet()).containsAll(leads.sales().stream().map(Purchase::id).toList());
      conversions += sums.size();
    }
    assertThat(conversions).isGreaterThan(1_000);
  }

  @Test
  void aThousandCallsToldInAnyOrderWithRepeatsAreAsIfToldInOrder() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      List<Happening> inOrder = call(random);
      Leads expected = Leads.of(Told.history(inOrder), LeadRules.USUAL);
      assertThat(expected.leads()).hasSize(1);
      Happening last = inOrder.get(inOrder.size() - 1);
      CallFacts facts = expected.leads().get(0).call();
      assertThat(facts.recordingUrl()).isEqualTo(last.data().call().recordingUrl());

      List<Happening> told = new ArrayList<>();
      for (Happening event : inOrder) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          told.add(event);
        }
      }
      Collections.shuffle(told, random);
      assertThat(Leads.of(Told.history(told), LeadRules.USUAL)).isEqualTo(expected);
    }
  }

  @Test
  void aLateStartChangesNothingButTheTimeItWasReceived() {
    for (int seed = 0; seed < 200; seed++) {
      List<Happening> inOrder = call(new Random(seed));
      Lead without =
          Leads.of(Told.history(inOrder.subList(1, inOrder.size())), LeadRules.USUAL)
              .leads()
              .get(0);
      Happening start = inOrder.get(0);
      Happening late =
          new Happening(
              start.id(),
              start.type(),
              start.source(),
              start.subject(),
              start.at(),
              at(10_000),
              start.data(),
              List.of());
      List<Happening> all = new ArrayList<>(inOrder.subList(1, inOrder.size()));
      all.add(late);
      Lead with = Leads.of(Told.history(all), LeadRules.USUAL).leads().get(0);

      assertThat(with.call()).isEqualTo(without.call());
      assertThat(with.status()).isEqualTo(without.status());
      assertThat(with.statusBy()).isEqualTo(without.statusBy());
      assertThat(with.receivedAt()).isEqualTo(without.receivedAt());
    }
  }

  @Test
  void whatIsLearnedLaterNeverTakesALeadBack() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Happening> told = new ArrayList<>();
      told.add(Told.form("f", 0));
      int rank = 0;
      List<Happening> later = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        later.add(
            switch (random.nextInt(3)) {
              case 0 -> Told.followUp("u" + i, random.nextInt(10_000), random.nextBoolean());
              case 1 ->
                  Told.deal(
                      "d" + i,
                      random.nextInt(10_000),
                      "D",
                      List.of("Qualified", "Quoted", "Won", "Lost").get(random.nextInt(4)),
                      null);
              default -> Told.sale("s" + i, random.nextInt(10_000), "s" + i, 100);
            });
      }
      for (Happening event : later) {
        told.add(event);
        Lead lead = Leads.of(Told.history(told), LeadRules.USUAL).leads().get(0);
        int now = Stages.rank(lead.progress().stage());
        assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(rank);
        rank = now;
      }
    }
  }

  /** Started, perhaps taken, completed, then changes; each later than the one before. */
  private static List<Happening> call(Random random) {
    List<Happening> events = new ArrayList<>();
    long minute = 0;
    boolean answered = random.nextBoolean();
    String name = "call";
    events.add(
        Told.call(
            name + 0,
            "call.started",
            "phone",
            minute,
            "C",
            new Call(
                "C",
                "inbound",
                "+13125550142",
                "+13125550111",
                at(0),
                null,
                null,
                null,
                null,
                null,
                null,
                null)));
    if (answered && random.nextBoolean()) {
      events.add(
          Told.call(
              name + 1, "call.updated", "phone", ++minute, "C", told(null, true, null, random)));
    }
    events.add(
        Told.call(
            name + 2,
            "call.completed",
            "phone",
            ++minute,
            "C",
            told((int) Duration.ofMinutes(minute).toSeconds(), answered, null, random)));
    for (int i = 0; i <= random.nextInt(3); i++) {
      events.add(
          Told.call(
              name + (3 + i),
              "call.updated",
              "phone",
              ++minute,
              "C",
              told(null, null, "https://calls.example.com/" + minute, random)));
    }
    return events;
  }

  private static Call told(Integer seconds, Boolean answered, String recording, Random random) {
    return new Call(
        "C",
        null,
        "+13125550142",
        "+13125550111",
        null,
        seconds,
        answered,
        null,
        null,
        recording,
        null,
        random.nextBoolean() ? "Dana" : null);
  }
}
