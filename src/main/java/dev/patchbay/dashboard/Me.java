package dev.patchbay.dashboard;

import dev.patchbay.access.Caller;
import dev.patchbay.access.Scope;

/** Who looks at a page, as its template asks. */
public final class Me {

  private final Caller caller;

  Me(Caller caller) {
    this.caller = caller;
  }

  /** As the audit names them. */
  public String name() {
    return caller.name();
  }

  /** Whether anybody is known. */
  public boolean isKnown() {
    return !caller.scopes().isEmpty();
  }

  /** Whether they came by a sign-in, which has an end. */
  public boolean isSignedIn() {
    return isKnown() && !caller.name().equals(Caller.THIS_MACHINE);
  }

  /** Whether they may do this, such as {@code correct} or {@code read:personal}. */
  public boolean may(String scope) {
    return Scope.of(scope).map(caller::may).orElse(false);
  }
}
