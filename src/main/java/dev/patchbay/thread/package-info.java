/** Threads of the program's own. */
@NullMarked
package dev.patchbay.thread;

import org.jspecify.annotations.NullMarked;
