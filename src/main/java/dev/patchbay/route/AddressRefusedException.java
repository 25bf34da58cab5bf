package dev.patchbay.route;

import java.net.UnknownHostException;

/** An outgoing connection was not made: the address is not on the public internet. */
final class AddressRefusedException extends UnknownHostException {

  private static final long serialVersionUID = 1L;

  AddressRefusedException(String host) {
    super(
        "'%s' is not on the public internet; to allow it, add it to allowedHosts in the stack"
            .formatted(host));
  }
}
