/** Who may call the API and sign in, and the record of what they did and saw. */
@NullMarked
package dev.patchbay.access;

import org.jspecify.annotations.NullMarked;
