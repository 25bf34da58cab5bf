package dev.patchbay.stack;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.Section;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a stack: who is who, how leads are counted. */
final class RulesReader {

  private static final int HIGHEST_SCORE = 100;
  private static final Duration LEAST_KEPT = Duration.ofDays(1);

  private final String file;
  private final List<Finding> findings;

  RulesReader(String file, List<Finding> findings) {
    this.file = file;
    this.findings = findings;
  }

  WrittenIdentity identity(Section stack) {
    Section identity = stack.section("identity").orElse(null);
    if (identity == null) {
      return new WrittenIdentity(stack.entries("truth"), List.of(), List.of(), List.of(), null);
    }
    return new WrittenIdentity(
        stack.entries("truth"),
        identity.scalars("sharedPhones"),
        identity.scalars("blocked"),
        identity.texts("roles"),
        positive(identity, "most"));
  }

  WrittenLeads leads(Section stack) {
    Section leads = stack.section("leads").orElse(null);
    if (leads == null) {
      return WrittenLeads.NONE;
    }
    Section answer = leads.section("answer").orElse(null);
    Section spam = leads.section("spam").orElse(null);
    return new WrittenLeads(
        leads.duration("within"),
        leads.duration("sameCall"),
        answer == null ? null : target(answer),
        answer == null ? null : hours(answer),
        numbers(leads),
        stages(leads),
        spam == null ? null : score(spam),
        spam == null ? List.of() : spam.texts("words"),
        leads.duration("lookback"));
  }

  WeekTime report(Section stack) {
    YamlScalar at = stack.section("report").flatMap(report -> report.scalar("at")).orElse(null);
    WeekTime time = at == null ? null : WeekTime.parse(at.text()).orElse(null);
    if (at != null && time == null) {
      bad(at, "'at' is not a day and a time.", "Write such as \"Mon 08:00\".");
    }
    return time == null ? WeekTime.MONDAY_MORNING : time;
  }

  /** How long payloads are kept, or {@code null} for good. */
  @Nullable Duration keepPayloads(Section stack) {
    Section retention = stack.section("retention").orElse(null);
    Duration keep = retention == null ? null : retention.duration("payloads");
    if (retention == null || keep == null || keep.compareTo(LEAST_KEPT) >= 0) {
      return keep;
    }
    retention
        .scalar("payloads")
        .ifPresent(
            payloads -> bad(payloads, "'payloads' is less than a day.", "Write 1d or more."));
    return null;
  }

  /** A number from 1, or {@code null} when absent or below. */
  @Nullable Integer positive(Section section, String key) {
    YamlScalar scalar = section.scalar(key).orElse(null);
    if (scalar == null) {
      return null;
    }
    int number = section.integer(key, 0);
    if (number < 1) {
      bad(scalar, "'%s' is below 1.".formatted(key), "Write 1 or more.");
      return null;
    }
    return number;
  }

  /** The hours of {@code during}, or {@code null} when absent or none. */
  @Nullable OpeningHours hours(Section section) {
    YamlScalar during = section.scalar("during").orElse(null);
    OpeningHours hours = during == null ? null : OpeningHours.parse(during.text()).orElse(null);
    if (during != null && hours == null) {
      bad(
          during,
          "'during' is not days and hours.",
          "Write such as \"Mon-Sat 08:00-18:00\", several with commas between.");
    }
    return hours;
  }

  private @Nullable Duration target(Section answer) {
    Duration within = answer.duration("within");
    if (within != null && within.isZero()) {
      answer.scalar("within").ifPresent(at -> bad(at, "'within' is zero.", "Write such as 5m."));
      return null;
    }
    return within;
  }

  private @Nullable Integer score(Section spam) {
    Integer score = positive(spam, "quarantine");
    if (score != null && score > HIGHEST_SCORE) {
      spam.scalar("quarantine")
          .ifPresent(at -> bad(at, "'quarantine' is above 100.", "Write 1 to 100."));
      return null;
    }
    return score;
  }

  private static List<WrittenLeads.Number> numbers(Section leads) {
    List<WrittenLeads.Number> numbers = new ArrayList<>();
    leads
        .sections("numbers")
        .forEach(
            (number, section) -> {
              Map<String, String> campaign = new LinkedHashMap<>();
              for (String word : List.of("source", "medium", "campaign", "keyword")) {
                String value = section.text(word);
                if (value != null) {
                  campaign.put(word, value);
                }
              }
              numbers.add(
                  new WrittenLeads.Number(number, section.line(), section.column(), campaign));
            });
    return List.copyOf(numbers);
  }

  private Map<String, List<YamlScalar>> stages(Section leads) {
    Section stages = leads.section("stages").orElse(null);
    Map<String, List<YamlScalar>> names = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    if (stages != null) {
      for (String stage : StackShapes.STAGES) {
        List<YamlScalar> written = stages.scalars(stage);
        for (YamlScalar name : written) {
          String before = seen.put(name.text(), stage);
          if (before != null) {
            bad(
                name,
                "A deal stage stands under '%s' and '%s'.".formatted(before, stage),
                "Write it under one of them.");
          }
        }
        if (!written.isEmpty()) {
          names.put(stage, written);
        }
      }
    }
    return names;
  }

  private void bad(YamlNode node, String text, String remedy) {
    findings.add(Finding.error(file, node.line(), node.column(), "stack.bad-value", text, remedy));
  }
}
