/** The stack file as its author wrote it, with positions. */
@NullMarked
package dev.patchbay.stack;

import org.jspecify.annotations.NullMarked;
