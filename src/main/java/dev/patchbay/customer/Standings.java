package dev.patchbay.customer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much an identifier may say: by the stack's rules and by what was decided. */
final class Standings {

  /** What an identifier is good for. */
  enum Standing {
    /** Joins what is said of it. */
    PERSONAL,
    /** Many people's: joins nothing, yet whoever is known by nothing else is known by it. */
    SHARED,
    /** The business's own: says nothing. */
    OWN,
    /** Never a customer. */
    BLOCKED
  }

  /** A phone or a browser that more e-mail addresses use is many people's. */
  static final int MANY = 3;

  private static final Set<String> ROLES =
      Set.of(
          "info",
          "sales",
          "office",
          "admin",
          "administrator",
          "support",
          "contact",
          "hello",
          "hi",
          "mail",
          "team",
          "billing",
          "accounts",
          "accounting",
          "invoice",
          "invoices",
          "help",
          "service",
          "services",
          "reception",
          "frontdesk",
          "noreply",
          "no-reply",
          "donotreply",
          "do-not-reply",
          "postmaster",
          "webmaster",
          "hostmaster",
          "abuse",
          "marketing",
          "orders",
          "order",
          "enquiries",
          "inquiries",
          "jobs",
          "hr",
          "careers",
          "newsletter",
          "kontakt",
          "buero",
          "contacto",
          "ventas",
          "test");

  private final IdentityRules rules;
  private final Map<Identifier, Decision.Kind> decided = new HashMap<>();

  Standings(IdentityRules rules, Collection<Decision> decisions) {
    this.rules = rules;
    List<Decision> inTime = new ArrayList<>(decisions);
    inTime.sort(Comparator.comparing(Decision::at).thenComparing(Decision::id));
    for (Decision decision : inTime) {
      if (decision.kind() != Decision.Kind.SAME && decision.kind() != Decision.Kind.DIFFERENT) {
        decision.identifiers().forEach(each -> decided.put(each, decision.kind()));
      }
    }
  }

  Standing of(Identifier identifier) {
    Decision.Kind decision = decided.get(identifier);
    if (decision != null) {
      return switch (decision) {
        case SHARED -> Standing.SHARED;
        case BLOCKED -> Standing.BLOCKED;
        default -> Standing.PERSONAL;
      };
    }
    String value = identifier.value();
    if (identifier.isContact() && rules.blocked().contains(value)) {
      return Standing.BLOCKED;
    }
    if (identifier.isPhone()) {
      return rules.ownNumbers().contains(value)
          ? Standing.OWN
          : rules.sharedPhones().contains(value) ? Standing.SHARED : Standing.PERSONAL;
    }
    return identifier.isEmail() && isRole(value) ? Standing.SHARED : Standing.PERSONAL;
  }

  /** What a claim says of whom, or empty when it says nothing of anybody. */
  List<Identifier> with(Claim claim, Standing standing) {
    return claim.identifiers().stream().filter(each -> of(each) == standing).toList();
  }

  boolean isOfNobody(Claim claim) {
    boolean somebody = false;
    for (Identifier identifier : claim.identifiers()) {
      Standing standing = of(identifier);
      if (standing == Standing.BLOCKED) {
        return true;
      }
      somebody |= standing != Standing.OWN;
    }
    return !somebody;
  }

  /**
   * Phones, browsers and records that too many addresses go with, unless somebody decided of them.
   * Grows with what is claimed and never shrinks.
   */
  Set<Identifier> crowded(Collection<Claim> claims) {
    Map<Identifier, Set<Identifier>> beside = new HashMap<>();
    for (Claim claim : claims) {
      if (isOfNobody(claim)) {
        continue;
      }
      List<Identifier> contacts =
          with(claim, Standing.PERSONAL).stream().filter(Identifier::isContact).toList();
      for (Identifier identifier : claim.identifiers()) {
        if (!identifier.isEmail()
            && of(identifier) == Standing.PERSONAL
            && decided.get(identifier) != Decision.Kind.PERSONAL) {
          beside.computeIfAbsent(identifier, key -> new HashSet<>()).addAll(contacts);
        }
      }
    }
    Set<Identifier> crowded = new HashSet<>();
    beside.forEach(
        (identifier, contacts) -> {
          if (isCrowd(identifier, contacts)) {
            crowded.add(identifier);
          }
        });
    return crowded;
  }

  private boolean isCrowd(Identifier identifier, Set<Identifier> contacts) {
    long emails = contacts.stream().filter(Identifier::isEmail).count();
    if (identifier.isPhone()) {
      return emails > MANY;
    }
    long phones = contacts.size() - emails;
    return identifier.isVisitor() ? emails > MANY || phones > MANY : contacts.size() > rules.most();
  }

  void share(Set<Identifier> identifiers) {
    identifiers.forEach(each -> decided.put(each, Decision.Kind.SHARED));
  }

  private boolean isRole(String email) {
    String local = email.substring(0, Math.max(0, email.indexOf('@')));
    int plus = local.indexOf('+');
    String plain = plus > 0 ? local.substring(0, plus) : local;
    return ROLES.contains(plain) || rules.roles().contains(plain);
  }
}
