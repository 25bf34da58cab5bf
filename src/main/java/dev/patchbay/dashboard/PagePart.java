package dev.patchbay.dashboard;

import java.util.List;

/** Some pages; every bean of this type has its routes served. */
@FunctionalInterface
interface PagePart {

  /** The routes; more specific paths before those with {@code {id}} in their place. */
  List<PageRoute> routes();
}
