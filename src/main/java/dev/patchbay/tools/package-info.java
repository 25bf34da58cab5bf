/** What each tool is known to hold of a customer: echoes, drift, proof of removal, erasure. */
@NullMarked
package dev.patchbay.tools;

import org.jspecify.annotations.NullMarked;
