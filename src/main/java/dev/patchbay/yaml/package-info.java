/** Reads YAML within safe limits and remembers where each value stood. */
@NullMarked
package dev.patchbay.yaml;

import org.jspecify.annotations.NullMarked;
