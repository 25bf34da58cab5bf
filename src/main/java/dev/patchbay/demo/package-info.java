/** The demo: faked vendors around a running hub, traffic, and the count of what arrived. */
@NullMarked
package dev.patchbay.demo;

import org.jspecify.annotations.NullMarked;
