package dev.patchbay.route;

import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;

/** Finds the parts of Patchbay that a Camel context's registry holds. */
final class Registered {

  private Registered() {}

  /** The one bean of {@code type}. */
  static <T> T one(CamelContext context, Class<T> type) {
    T bean = context.getRegistry().findSingleByType(type);
    if (bean == null) {
      throw new NoSuchBeanException(
          type.getSimpleName(),
          "the registry has no single bean of this type: add Patchbay's auto-configuration, or bind"
              + " one to the Camel context",
          null);
    }
    return bean;
  }
}
