package dev.patchbay.customer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a sighting was tied to.
 *
 * @param customer the customer, or {@code null} when nothing identified anybody
 * @param created whether it is the first sight of them
 * @param conflict whether a guard kept its identifiers apart
 * @param sighting the claim it makes, which its event is to name; {@code null} when it makes none
 */
public record Identified(
    @Nullable UUID customer, boolean created, boolean conflict, @Nullable UUID sighting) {

  static final Identified NOBODY = new Identified(null, false, false, null);
}
