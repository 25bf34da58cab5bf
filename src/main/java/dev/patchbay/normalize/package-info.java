/** Turns one raw message into canonical events, or says why it cannot. */
@NullMarked
package dev.patchbay.normalize;

import org.jspecify.annotations.NullMarked;
