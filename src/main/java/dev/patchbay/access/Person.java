package dev.patchbay.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param name chosen by themselves, never an e-mail address; the audit says it
 * @param email another name to sign in by, or {@code null}
 * @param personal whether a viewer may see who people are
 * @param correct whether a viewer may correct leads
 * @param hasPassword whether they chose one; who did not yet was invited, or signs in elsewhere
 * @param elsewhere whether they sign in at the OpenID Connect issuer
 * @param signedInAt when they last signed in, or {@code null}
 * @param disabledAt since when they may not, or {@code null}
 */
public record Person(
    UUID id,
    String name,
    @Nullable String email,
    Role role,
    boolean personal,
    boolean correct,
    boolean hasPassword,
    boolean elsewhere,
    Instant createdAt,
    String createdBy,
    @Nullable Instant signedInAt,
    @Nullable Instant disabledAt) {

  /** As the API and the audit know them. */
  public Caller caller() {
    return new Caller(name, role.scopes(personal, correct));
  }

  /** As the audit names them where something is done to them. */
  public String inAudit() {
    return "person " + id + " (" + name + ")";
  }

  /** Tells no address. */
  @Override
  public String toString() {
    return "Person[" + id + ", " + role.word() + "]";
  }
}
