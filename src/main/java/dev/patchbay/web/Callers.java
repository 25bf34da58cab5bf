package dev.patchbay.web;

import dev.patchbay.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Tells who asks for a page; every bean of this type is asked in turn. */
@FunctionalInterface
public interface Callers {

  /** Who asks, or empty when this one does not know them. */
  Optional<Caller> of(HttpServletRequest request);
}
