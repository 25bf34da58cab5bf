package dev.patchbay.web;

import dev.patchbay.plan.Plan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.IntSupplier;

/** The address vendors know us by; never taken from a request header. */
final class DoorAddress {

  private final IntSupplier port;

  /** Without a public address in the stack, it is this port of localhost. */
  DoorAddress(IntSupplier port) {
    this.port = port;
  }

  /** The address of a request, with its query as it came. */
  String of(Plan plan, HttpServletRequest request) {
    String root =
        plan.publicUrl() == null
            ? "http://localhost:" + port.getAsInt()
            : plan.publicUrl().toString();
    String base = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    String query = request.getQueryString();
    return base + request.getRequestURI() + (query == null ? "" : "?" + query);
  }
}
