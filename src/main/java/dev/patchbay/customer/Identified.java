package dev.patchbay.customer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a sighting was tied to.
 *
 * @param customer the customer, or {@code null} when nothing identified anybody
 * @param created whether it is the first sight of them
 * @param conflict whether its identifiers belonged to several customers; the strongest one won
 */
public record Identified(@Nullable UUID customer, boolean created, boolean conflict) {

  static final Identified NOBODY = new Identified(null, false, false);
}
