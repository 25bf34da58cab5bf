package dev.patchbay.connector;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.yaml.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every connector there is: ours on the class path, and the user's own beside a stack. */
public final class Catalog {

  private final Map<String, Connector> connectors = new TreeMap<>();
  private final Set<String> broken = new TreeSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private Catalog() {}

  /** The connectors on the class path. */
  public static Catalog builtIn() {
    return load(List.of());
  }

  /**
   * The connectors on the class path and in folders.
   *
   * @param folders each holding connector folders, such as the {@code connectors/} beside a stack;
   *     those that are absent are skipped. A user's connector wins over ours of the same name.
   */
  public static Catalog load(List<Path> folders) {
    Catalog catalog = new Catalog();
    ClassPathFolders.find(Catalog.class.getClassLoader()).forEach(catalog::add);
    for (Path folder : folders) {
      DirectoryFolder.below(folder).forEach(catalog::add);
    }
    return catalog;
  }

  /** Only the connectors in folders, none of the class path: for tests and tools. */
  public static Catalog only(Path folder) {
    Catalog catalog = new Catalog();
    DirectoryFolder.below(folder).forEach(catalog::add);
    return catalog;
  }

  /** The connector of this name, or empty when there is none or its sheet is wrong. */
  public Optional<Connector> find(String name) {
    return Optional.ofNullable(connectors.get(name));
  }

  /** Whether a folder of this name is there, but its sheet is wrong. */
  public boolean isBroken(String name) {
    return broken.contains(name);
  }

  /** Every connector, by name. */
  public Collection<Connector> all() {
    return Collections.unmodifiableCollection(connectors.values());
  }

  /** What is wrong with the sheets. */
  public List<Finding> findings() {
    return Collections.unmodifiableList(findings);
  }

  /** The name somebody may have meant. */
  public Optional<String> nearest(String written) {
    return NearestName.of(written, connectors.keySet());
  }

  private void add(String name, ConnectorFolder folder) {
    SheetReader.Reading reading = SheetReader.read(name, folder);
    findings.addAll(reading.findings());
    if (reading.connector().isEmpty()) {
      broken.add(name);
      return;
    }
    Connector former = connectors.put(name, reading.connector().get());
    broken.remove(name);
    if (former != null
        && !former.folder().read(SheetReader.FILE).equals(folder.read(SheetReader.FILE))) {
      findings.add(
          Finding.warning(
              folder.display(SheetReader.FILE),
              1,
              1,
              "connector.shadows",
              "This connector takes the place of the one that comes with Patchbay.",
              "Give the folder another name to have both."));
    }
  }
}
