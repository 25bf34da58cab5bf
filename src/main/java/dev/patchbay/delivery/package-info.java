/** Sends deliveries in order until accepted, dead or canceled. */
@NullMarked
package dev.patchbay.delivery;

import org.jspecify.annotations.NullMarked;
