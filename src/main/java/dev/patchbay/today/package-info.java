/** What somebody should look at right now: facts of health in, sentences out. */
@NullMarked
package dev.patchbay.today;

import org.jspecify.annotations.NullMarked;
