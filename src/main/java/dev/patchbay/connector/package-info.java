/** The catalog: what Patchbay knows of each outside system, read from connector folders. */
@NullMarked
package dev.patchbay.connector;

import org.jspecify.annotations.NullMarked;
