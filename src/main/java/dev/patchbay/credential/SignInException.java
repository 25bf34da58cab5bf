package dev.patchbay.credential;

import java.io.IOException;

/** There is no access token to be had now. The message holds no secret. */
public final class SignInException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean ended;

  SignInException(String message, boolean ended) {
    super(message);
    this.ended = ended;
  }

  SignInException(String message, IOException cause) {
    super(message, cause);
    this.ended = false;
  }

  /** Whether the vendor refuses the credentials, so that a person must sign in anew. */
  public boolean isEnded() {
    return ended;
  }
}
