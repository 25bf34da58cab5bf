/** Who may see the dashboard: people, their sessions and passwords, and the filters before it. */
@NullMarked
package dev.patchbay.signin;

import org.jspecify.annotations.NullMarked;
