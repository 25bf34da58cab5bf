package dev.patchbay.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar's manifest bears. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"patchbay " + (version == null ? "(not packaged)" : version)};
  }
}
