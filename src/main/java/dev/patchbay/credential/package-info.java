/** Access tokens of connections that sign in by OAuth 2.0: kept fresh, and sealed where kept. */
@NullMarked
package dev.patchbay.credential;

import org.jspecify.annotations.NullMarked;
