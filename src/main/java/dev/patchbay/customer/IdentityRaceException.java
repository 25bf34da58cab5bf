package dev.patchbay.customer;

/** Another hub learned of the same person at the same moment: roll back and run it again. */
public final class IdentityRaceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IdentityRaceException() {
    super("Identifying customers: another hub linked the same identifier meanwhile");
  }
}
