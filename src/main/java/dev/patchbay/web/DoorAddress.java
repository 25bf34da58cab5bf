package dev.patchbay.web;

import dev.patchbay.plan.Plan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.IntSupplier;

/** The address vendors know us by; never taken from a request header. */
final class DoorAddress {

  private final IntSupplier port;
  private volatile int known;

  /**
   * Without a public address in the stack, it is this port of localhost.
   *
   * @param port asked when the first request comes, and remembered
   */
  DoorAddress(IntSupplier port) {
    this.port = port;
  }

  /** The address of a request, with its query as it came. */
  String of(Plan plan, HttpServletRequest request) {
    String root =
        plan.publicUrl() == null ? "http://localhost:" + port() : plan.publicUrl().toString();
    String base = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    String query = request.getQueryString();
    return base + request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  private int port() {
    if (known == 0) {
      known = port.getAsInt();
    }
    return known;
  }
}
