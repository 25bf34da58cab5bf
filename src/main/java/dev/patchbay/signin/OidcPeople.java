package dev.patchbay.signin;

import dev.patchbay.access.Audit;
import dev.patchbay.access.People;
import dev.patchbay.access.People.Rights;
import dev.patchbay.access.Person;
import dev.patchbay.access.PersonNames;
import dev.patchbay.access.Role;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.db.Database;
import dev.patchbay.mapping.Digests;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom an issuer means: known by issuer and subject alone, never by an address that it tells, and
 * with the role that its word maps to.
 */
final class OidcPeople {

  private final Database database;
  private final People people;
  private final WelcomeLinks links;
  private final Audit audit;

  OidcPeople(Database database, People people, WelcomeLinks links, Audit audit) {
    this.database = database;
    this.people = people;
    this.links = links;
    this.audit = audit;
  }

  /** Who it is, made known here the first time; empty when they have no role, or may not. */
  Optional<Person> known(OidcSettings settings, Map<String, Object> claims) {
    Optional<Role> role = role(settings, claims);
    String subject = String.valueOf(claims.get("sub"));
    return database.inTransaction(
        sql -> {
          people.hasAdmin(sql);
          Optional<Person> before = people.ofIssuer(sql, settings.issuer(), subject);
          if (role.isEmpty() || before.map(person -> person.disabledAt() != null).orElse(false)) {
            audit.append(
                sql,
                "nobody",
                "sign-in-refused",
                before.map(Person::inAudit).orElse("somebody whom the issuer knows"),
                role.isEmpty() ? "no role is mapped" : "disabled",
                0);
            return Optional.empty();
          }
          Person person =
              before.isPresent()
                  ? before.get()
                  : add(sql, settings.issuer(), subject, claims, role.get());
          if (person.role() != role.get()) {
            people.setRights(
                sql, person.id(), new Rights(role.get(), person.personal(), person.correct()));
            audit.append(
                sql,
                "the issuer",
                "set-role",
                person.inAudit() + " to " + role.get().word(),
                null,
                1);
          }
          if (role.get() == Role.ADMIN) {
            links.endOpenOnes(sql);
          }
          return people.find(sql, person.id());
        });
  }

  private Person add(
      Connection sql, String issuer, String subject, Map<String, Object> claims, Role role)
      throws SQLException {
    for (String name : names(subject, claims)) {
      Optional<Person> made =
          people.add(sql, name, null, new Rights(role, false, false), "the issuer");
      if (made.isPresent()) {
        people.setSubject(sql, made.get().id(), issuer, subject);
        audit.append(
            sql, "the issuer", "invite", made.get().inAudit() + " as " + role.word(), null, 1);
        return made.get();
      }
    }
    throw new IllegalStateException("A name made of a digest is nobody's");
  }

  /** Names to try in turn; nobody takes over another's by being called the same. */
  private static List<String> names(String subject, Map<String, Object> claims) {
    List<String> names = new ArrayList<>();
    String digest = HexFormat.of().formatHex(Digests.sha256(subject)).substring(0, 12);
    for (String claim : List.of("name", "preferred_username")) {
      Object told = claims.get(claim);
      Optional<String> name = PersonNames.name(told == null ? "" : told.toString());
      name.ifPresent(names::add);
      name.flatMap(plain -> PersonNames.name(plain + " " + digest.substring(0, 4)))
          .ifPresent(names::add);
    }
    names.add("Account " + digest);
    return names;
  }

  /** The greatest role that a value of the claim is mapped to. */
  static Optional<Role> role(OidcSettings settings, Map<String, Object> claims) {
    Collection<?> told = values(claims, settings.rolesClaim());
    for (Role role : List.of(Role.ADMIN, Role.OPERATOR, Role.VIEWER)) {
      if (settings.roles().getOrDefault(role.word(), List.of()).stream().anyMatch(told::contains)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  private static Collection<?> values(Map<?, ?> claims, String name) {
    @Nullable Object value = claims.get(name);
    int dot = name.indexOf('.');
    if (value == null && dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
      return values(inner, name.substring(dot + 1));
    }
    if (value instanceof Collection<?> list) {
      return list;
    }
    return value == null ? List.of() : List.of(value.toString());
  }
}
