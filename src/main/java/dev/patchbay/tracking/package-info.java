/** Calls and leads, journeys, funnel, attribution: made from the event log, and read from here. */
@NullMarked
package dev.patchbay.tracking;

import org.jspecify.annotations.NullMarked;
