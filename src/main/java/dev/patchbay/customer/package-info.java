/** Ties identifiers to one customer. */
@NullMarked
package dev.patchbay.customer;

import org.jspecify.annotations.NullMarked;
