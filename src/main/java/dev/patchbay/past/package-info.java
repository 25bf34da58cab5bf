/** A made-up year of a business: the same seed makes the same people, calls, leads and sales. */
@NullMarked
package dev.patchbay.past;

import org.jspecify.annotations.NullMarked;
