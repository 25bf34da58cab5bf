package dev.patchbay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.diagnostic.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StackMutationTest {

  private static final String INSERTS = ":{}[]#&*!|>'\"%@`,?- \t\u0000é$x9\n";

  @Test
  void findsWhereEachOfManyBrokenStacksIsWrongAndTellsNoSecret() throws IOException {
    String sound = Files.readString(StackFixtures.STACKS.resolve("valids/whole.yaml"));
    Random random = new Random(20261122);
    int broken = 0;
    for (int round = 0; round < 200; round++) {
      String mutated = sound;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        mutated = mutate(mutated, random);
      }
      Plan plan = StackFixtures.plan(mutated);
      for (Finding finding : plan.findings()) {
        assertThat(finding.line()).as("round %d: %s", round, finding).isPositive();
        assertThat(finding.column()).as("round %d: %s", round, finding).isPositive();
        assertThat(finding.file()).isEqualTo("stack.yaml");
        StackFixtures.SECRETS.forEach(
            secret -> assertThat(finding.toString()).doesNotContain(secret));
      }
      broken += plan.hasErrors() ? 1 : 0;
    }
    assertThat(broken).as("most mutations break the stack").isBetween(100, 200);
  }

  private static String mutate(String text, Random random) {
    int at = random.nextInt(text.length());
    List<String> lines = new ArrayList<>(text.lines().toList());
    int line = random.nextInt(lines.size());
    switch (random.nextInt(7)) {
      case 0 -> {
        return text.substring(0, at) + text.substring(at + 1);
      }
      case 1 -> {
        char inserted = INSERTS.charAt(random.nextInt(INSERTS.length()));
        return text.substring(0, at) + inserted + text.substring(at);
      }
      case 2 -> {
        return text.substring(0, at);
      }
      case 3 -> lines.remove(line);
      case 4 -> lines.add(line, lines.get(random.nextInt(lines.size())));
      case 5 -> Collections.swap(lines, line, random.nextInt(lines.size()));
      default -> lines.set(line, " ".repeat(random.nextInt(4)) + lines.get(line));
    }
    return lines.isEmpty() ? "x" : String.join("\n", lines) + "\n";
  }
}
