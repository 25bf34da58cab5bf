package dev.patchbay.access;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name as the audit names them: a token's name, or where they sit
 * @param scopes what they may do
 */
public record Caller(String name, Set<Scope> scopes) {

  /** The name of who sits at the hub's own machine, where that is let in without a sign-in. */
  public static final String THIS_MACHINE = "this machine";

  /** Somebody who may do everything. */
  public static Caller trusted(String name) {
    return new Caller(name, Scope.all());
  }

  /** Whether they may do this. */
  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }
}
