/** The canonical events that every connector speaks, as plain records. */
@NullMarked
package dev.patchbay.event;

import org.jspecify.annotations.NullMarked;
