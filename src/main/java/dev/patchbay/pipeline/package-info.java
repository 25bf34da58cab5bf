/** From stored message to enqueued deliveries, in one transaction. */
@NullMarked
package dev.patchbay.pipeline;

import org.jspecify.annotations.NullMarked;
