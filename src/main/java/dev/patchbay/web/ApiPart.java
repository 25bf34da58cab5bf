package dev.patchbay.web;

import java.util.List;

/** Some routes of the API; every bean of this type has its routes served and described. */
@FunctionalInterface
interface ApiPart {

  /** The routes; more specific paths before those with {@code {id}} in their place. */
  List<ApiRoute> routes();
}
