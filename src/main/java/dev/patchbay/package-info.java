/** Patchbay: leads, calls and sales from every tool, stored, tied to one customer and delivered. */
@NullMarked
package dev.patchbay;

import org.jspecify.annotations.NullMarked;
