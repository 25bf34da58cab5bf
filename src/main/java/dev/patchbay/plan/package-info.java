/** The stack resolved against the catalog: what will run. */
@NullMarked
package dev.patchbay.plan;

import org.jspecify.annotations.NullMarked;
