/** The append-only log of canonical events. */
@NullMarked
package dev.patchbay.eventlog;

import org.jspecify.annotations.NullMarked;
