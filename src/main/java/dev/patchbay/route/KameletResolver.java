package dev.patchbay.route;

import org.apache.camel.spi.Resource;
import org.apache.camel.spi.annotations.ResourceResolver;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ResourceResolverSupport;
import org.apache.camel.support.ResourceSupport;

/** Gives Camel the Kamelets of connector folders as resources {@code patchbay:...}. */
@ResourceResolver("patchbay")
public final class KameletResolver extends ResourceResolverSupport {

  private static final String SUFFIX = ".kamelet.yaml";

  /** Made by Camel. */
  public KameletResolver() {
    super("patchbay");
  }

  @Override
  protected Resource createResource(String location, String remaining) {
    String name = remaining.substring(remaining.lastIndexOf('/') + 1);
    return (name.endsWith(SUFFIX)
            ? Kamelets.in(getCamelContext())
                .read(name.substring(0, name.length() - SUFFIX.length()))
            : java.util.Optional.<String>empty())
        .<Resource>map(text -> ResourceHelper.fromString(location, text))
        .orElseGet(() -> new Missing(location));
  }

  private static final class Missing extends ResourceSupport {
    Missing(String location) {
      super("patchbay", location);
    }

    @Override
    public boolean exists() {
      return false;
    }

    @Override
    public java.io.@org.jspecify.annotations.Nullable InputStream getInputStream() {
      return null;
    }
  }
}
