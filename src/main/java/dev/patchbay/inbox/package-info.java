/** Raw messages, committed before they are acknowledged. */
@NullMarked
package dev.patchbay.inbox;

import org.jspecify.annotations.NullMarked;
