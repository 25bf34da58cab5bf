/** Tells a week in words and numbers: what came in, how fast, what broke, where money came from. */
@NullMarked
package dev.patchbay.report;

import org.jspecify.annotations.NullMarked;
