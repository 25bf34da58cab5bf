/** Every meter of the program in one place. */
@NullMarked
package dev.patchbay.metrics;

import org.jspecify.annotations.NullMarked;
