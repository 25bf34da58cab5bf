/** Findings: what is wrong, where, and how to mend it. */
@NullMarked
package dev.patchbay.diagnostic;

import org.jspecify.annotations.NullMarked;
