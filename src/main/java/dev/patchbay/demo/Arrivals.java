package dev.patchbay.demo;

import java.util.List;
import java.util.Set;

/** Compares what was sent with what the outside systems hold. */
final class Arrivals {

  private final Sandbox sandbox;

  Arrivals(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * How many of the things sent are missing at a system that must have them.
   *
   * @param dead source, subject and destination of dead letters: those are told of, not lost
   */
  long missing(List<Sent> sent, Set<String> dead) {
    Set<String> facts = sandbox.database().facts();
    String alerts = sandbox.mail().alerts();
    return sent.stream().filter(one -> isMissing(one, facts, alerts, dead)).count();
  }

  private boolean isMissing(Sent one, Set<String> facts, String alerts, Set<String> dead) {
    String name = one.connection() + " " + one.subject();
    boolean inWarehouse = facts.contains(name) || dead.contains(name + " warehouse");
    boolean inCrm = isContact(one) || dead.contains(name + " crm");
    String email = one.email();
    boolean alerted =
        !one.alerted() || email == null || alerts.contains(email) || dead.contains(name + " team");
    return !inWarehouse || !inCrm || !alerted;
  }

  private boolean isContact(Sent one) {
    String email = one.email();
    String phone = one.phone();
    return email != null
        ? sandbox.contacts().has("email", email)
        : phone == null || sandbox.contacts().has("phone", phone);
  }
}
