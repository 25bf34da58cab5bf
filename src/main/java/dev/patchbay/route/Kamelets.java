package dev.patchbay.route;

import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.ConnectorFolder;
import dev.patchbay.connector.Kamelet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;

/**
 * The Kamelets of all connectors by name. Camel itself looks for Kamelets in one flat folder only;
 * these are read where they are, each when a route first uses it.
 */
public final class Kamelets {

  /** Where {@link KameletResolver} looks, as a Camel resource location. */
  static final String LOCATION = "patchbay:connectors";

  private static final String SUFFIX = ".kamelet.yaml";

  private final Map<String, Place> places = new LinkedHashMap<>();

  private record Place(ConnectorFolder folder, String file) {}

  /** Those in {@code folders}; of two with one name the first wins. */
  public Kamelets(Collection<ConnectorFolder> folders) {
    for (ConnectorFolder folder : folders) {
      for (String file : folder.files()) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (name.endsWith(SUFFIX)) {
          places.putIfAbsent(
              name.substring(0, name.length() - SUFFIX.length()), new Place(folder, file));
        }
      }
    }
  }

  /** Those of every connector in the catalog. */
  public static Kamelets of(Catalog catalog) {
    return new Kamelets(catalog.all().stream().map(connector -> connector.folder()).toList());
  }

  /** The YAML text of the Kamelet of this name, or empty when no connector has it. */
  public Optional<String> read(String name) {
    return Optional.ofNullable(places.get(name)).flatMap(place -> place.folder.read(place.file));
  }

  /** What the Kamelet of this name says of itself, or empty when no connector has it. */
  Optional<Kamelet> find(String name) {
    return Optional.ofNullable(places.get(name)).flatMap(place -> Kamelet.read(place.folder, name));
  }

  /**
   * Lets every {@code kamelet:} address of a context find these Kamelets, and lets errors inside
   * them reach the calling route. Call before routes are added.
   */
  public static void configure(KameletComponent component) {
    String location = component.getLocation();
    if (location == null || location.isBlank()) {
      location = "classpath:kamelets";
    }
    if (!location.contains(LOCATION)) {
      component.setLocation(location + "," + LOCATION);
    }
    component.setNoErrorHandler(true);
  }

  /** Those bound to the context, else those on the class path. */
  static Kamelets in(CamelContext context) {
    Kamelets bound = context.getRegistry().findSingleByType(Kamelets.class);
    if (bound != null) {
      return bound;
    }
    Kamelets builtIn = of(Catalog.builtIn());
    context.getRegistry().bind("patchbay-kamelets", Kamelets.class, builtIn);
    return builtIn;
  }
}
