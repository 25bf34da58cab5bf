/** The only package that touches Camel: components and the composition of routes. */
@NullMarked
package dev.patchbay.route;

import org.jspecify.annotations.NullMarked;
