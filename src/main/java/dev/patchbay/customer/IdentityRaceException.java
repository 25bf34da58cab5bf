package dev.patchbay.customer;

/** Another hub met the same new person at the same moment: roll back and run the batch again. */
public final class IdentityRaceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IdentityRaceException() {
    super("Identifying customers: another hub linked the same identifier meanwhile");
  }
}
