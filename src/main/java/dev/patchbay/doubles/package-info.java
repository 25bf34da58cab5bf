/** Doubles of vendors: what a connector's folder knows of how the vendor answers, at work. */
@NullMarked
package dev.patchbay.doubles;

import org.jspecify.annotations.NullMarked;
