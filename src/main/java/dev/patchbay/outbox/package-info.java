/** One row per event and destination, and who may send it. */
@NullMarked
package dev.patchbay.outbox;

import org.jspecify.annotations.NullMarked;
