package dev.patchbay.inbox;

/** A text that is no key of the kind wanted; the message says why and never quotes it. */
final class MalformedKeyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  MalformedKeyException(String message) {
    super(message);
  }
}
