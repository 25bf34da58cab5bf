package dev.patchbay.plan;

import dev.patchbay.connector.Category;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.lead.NumberCampaign;
import dev.patchbay.lead.Stage;
import dev.patchbay.mapping.EmailAddresses;
import dev.patchbay.mapping.PhoneNumbers;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.WrittenIdentity;
import dev.patchbay.stack.WrittenLeads;
import dev.patchbay.yaml.NearestName;
import dev.patchbay.yaml.YamlMapping;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlScalar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves the rules of a stack: who is who, how leads are counted. */
final class RulesPlanner {

  /** What a stack may name under {@code truth:}, and the fields each stands for. */
  private static final Map<String, List<String>> TRUTHS = truths();

  private static final Set<Category> CHECKED = Set.of(Category.CRM, Category.POS, Category.LOYALTY);

  private final StackFile stack;
  private final Map<String, PlannedConnection> connections;
  private final List<Finding> findings;

  RulesPlanner(
      StackFile stack, Map<String, PlannedConnection> connections, List<Finding> findings) {
    this.stack = stack;
    this.connections = connections;
    this.findings = findings;
  }

  IdentityRules identity() {
    WrittenIdentity written = stack.identity();
    Set<String> verified =
        connections.values().stream()
            .filter(connection -> CHECKED.contains(connection.category()))
            .map(PlannedConnection::name)
            .collect(Collectors.toUnmodifiableSet());
    return new IdentityRules(
        truth(written),
        verified,
        phones(written.sharedPhones()),
        blocked(written.blocked()),
        written.roles().stream()
            .map(role -> role.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        Objects.requireNonNullElse(written.most(), IdentityRules.MOST),
        stack.leads().numbers().stream()
            .map(WrittenLeads.Number::number)
            .collect(Collectors.toUnmodifiableSet()));
  }

  LeadRules leads() {
    WrittenLeads written = stack.leads();
    Map<String, NumberCampaign> numbers = new LinkedHashMap<>();
    for (WrittenLeads.Number number : written.numbers()) {
      Map<String, String> campaign = number.campaign();
      numbers.put(
          number.number(),
          new NumberCampaign(
              campaign.get("source"),
              campaign.get("medium"),
              campaign.get("campaign"),
              campaign.get("keyword")));
    }
    Map<String, Stage> stages = new LinkedHashMap<>();
    written
        .stages()
        .forEach(
            (stage, names) ->
                names.forEach(
                    name ->
                        stages.put(
                            name.text().toLowerCase(Locale.ROOT),
                            Stage.valueOf(stage.toUpperCase(Locale.ROOT)))));
    Map<String, String> categories = new LinkedHashMap<>();
    connections
        .values()
        .forEach(
            connection ->
                categories.put(
                    connection.name(), connection.category().name().toLowerCase(Locale.ROOT)));
    return new LeadRules(
        Objects.requireNonNullElse(written.within(), LeadRules.WITHIN),
        Objects.requireNonNullElse(written.sameCall(), LeadRules.SAME_CALL),
        written.answerWithin(),
        written.answerDuring(),
        stack.timezone(),
        Collections.unmodifiableMap(numbers),
        Collections.unmodifiableMap(stages),
        Objects.requireNonNullElse(written.quarantine(), LeadRules.QUARANTINE),
        written.spamWords().stream().map(word -> word.toLowerCase(Locale.ROOT)).toList(),
        Objects.requireNonNullElse(written.lookback(), LeadRules.LOOKBACK),
        Collections.unmodifiableMap(categories));
  }

  private Map<String, String> truth(WrittenIdentity written) {
    Map<String, String> truth = new LinkedHashMap<>();
    for (YamlMapping.Entry entry : written.truth().values()) {
      List<String> fields = TRUTHS.get(entry.key());
      String connection = entry.value() instanceof YamlScalar scalar ? scalar.text() : "";
      if (fields == null) {
        error(
            entry.line(),
            entry.column(),
            "plan.unknown-field",
            "No field of a person is called%s.".formatted(NearestName.quoted(entry.key())),
            NearestName.remedy(entry.key(), TRUTHS.keySet()));
      } else if (!connections.containsKey(connection)) {
        error(
            entry.value().line(),
            entry.value().column(),
            "stack.unknown-connection",
            "'truth' names a connection%s that is not there."
                .formatted(NearestName.quoted(connection)),
            NearestName.remedy(connection, connections.keySet()));
      } else {
        fields.forEach(field -> truth.put(field, connection));
      }
    }
    return Collections.unmodifiableMap(truth);
  }

  private Set<String> phones(List<YamlScalar> written) {
    Set<String> phones = new LinkedHashSet<>();
    for (YamlScalar phone : written) {
      String number = PhoneNumbers.e164(phone.text(), stack.region());
      if (number == null) {
        bad(phone, "'sharedPhones' holds what is no phone number.", "Write such as +13125550100.");
      } else {
        phones.add(number);
      }
    }
    return Collections.unmodifiableSet(phones);
  }

  private Set<String> blocked(List<YamlScalar> written) {
    Set<String> blocked = new LinkedHashSet<>();
    for (YamlScalar one : written) {
      @Nullable String value = EmailAddresses.normalize(one.text());
      if (value == null) {
        value = PhoneNumbers.e164(one.text(), stack.region());
      }
      if (value == null) {
        bad(
            one,
            "'blocked' holds what is neither an e-mail address nor a phone number.",
            "Write such as spam@example.com or +13125550100.");
      } else {
        blocked.add(value);
      }
    }
    return Collections.unmodifiableSet(blocked);
  }

  private static Map<String, List<String>> truths() {
    Map<String, List<String>> truths = new LinkedHashMap<>();
    truths.put("name", List.of("firstName", "lastName"));
    for (String field : List.of("email", "phone", "firstName", "lastName", "company", "address")) {
      truths.put(field, List.of(field));
    }
    return truths;
  }

  private void bad(YamlNode at, String text, String remedy) {
    error(at.line(), at.column(), "stack.bad-value", text, remedy);
  }

  private void error(int line, int column, String kind, String text, String remedy) {
    findings.add(Finding.error(stack.file(), line, column, kind, text, remedy));
  }
}
