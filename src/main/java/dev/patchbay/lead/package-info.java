/** From one customer's history to calls and leads, touches, visits and sales: pure functions. */
@NullMarked
package dev.patchbay.lead;

import org.jspecify.annotations.NullMarked;
