/** The webhook door, the read-only API and health. */
@NullMarked
package dev.patchbay.web;

import org.jspecify.annotations.NullMarked;
