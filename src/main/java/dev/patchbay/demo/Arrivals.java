package dev.patchbay.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what was sent with what the outside systems hold. */
final class Arrivals {

  private final Sandbox sandbox;
  private final Story.Proof proof;

  Arrivals(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.proof = sandbox.story().proof();
  }

  /**
   * How many of the things sent are missing at a system that must have them.
   *
   * @param dead source, subject and destination of dead letters: those are told of, not lost
   * @param figures source and subject of what the hub keeps for figures
   */
  long missing(List<Sent> sent, Set<String> dead, Set<String> figures) {
    Set<String> facts = facts();
    Set<String> people = people();
    String alerts = sandbox.mail().alerts();
    return sent.stream()
        .filter(
            one ->
                one.figures()
                    ? !figures.contains(one.connection() + " " + one.subject())
                    : isMissing(one, facts, people, alerts, dead))
        .count();
  }

  private boolean isMissing(
      Sent one, Set<String> facts, @Nullable Set<String> people, String alerts, Set<String> dead) {
    String name = one.connection() + " " + one.subject();
    boolean inWarehouse = facts.contains(name) || dead.contains(name + " " + proof.warehouse());
    boolean inCrm = isContact(one, people) || dead.contains(name + " " + proof.crm());
    String email = one.email();
    boolean alerted =
        !one.alerted()
            || email == null
            || alerts.contains(email)
            || dead.contains(name + " " + proof.team());
    return !inWarehouse || !inCrm || !alerted;
  }

  private boolean isContact(Sent one, @Nullable Set<String> people) {
    return isKnown("email", one.email(), people) && isKnown("phone", one.phone(), people);
  }

  private boolean isKnown(String property, @Nullable String value, @Nullable Set<String> people) {
    if (value == null) {
      return true;
    }
    return people == null ? sandbox.contacts().has(property, value) : people.contains(value);
  }

  private Set<String> facts() {
    Set<String> facts = new HashSet<>();
    for (List<String> row : sandbox.database().rows(proof.facts())) {
      facts.add(row.get(0) + " " + row.get(1).replaceAll("[<>]", ""));
    }
    return facts;
  }

  private @Nullable Set<String> people() {
    if (proof.people() == null) {
      return null;
    }
    Set<String> people = new HashSet<>();
    sandbox.database().rows(proof.people()).forEach(people::addAll);
    return people;
  }
}
