/** JSLT mappings: pure JSON to JSON, with a closed set of functions. */
@NullMarked
package dev.patchbay.mapping;

import org.jspecify.annotations.NullMarked;
