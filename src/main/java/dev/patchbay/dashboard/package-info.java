/** Pages for marketing and IT: a client of the API within this program. */
@NullMarked
package dev.patchbay.dashboard;

import org.jspecify.annotations.NullMarked;
