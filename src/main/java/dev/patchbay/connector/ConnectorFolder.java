package dev.patchbay.connector;

import java.util.List;
import java.util.Optional;

/** The files of one connector folder, wherever it is: on the class path or beside a stack. */
public interface ConnectorFolder {

  /** The text of a file by its name relative to the folder, or empty when there is none. */
  Optional<String> read(String name);

  /** Names of all files, relative to the folder with {@code /} between, sorted. */
  List<String> files();

  /** How findings name a file of this folder, such as {@code connectors/my-forms/lead.jslt}. */
  String display(String name);
}
