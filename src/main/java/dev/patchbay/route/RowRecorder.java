package dev.patchbay.route;

import java.nio.file.Path;
import java.time.Instant;

/** Stands where files would be written, where nothing is to be written. */
interface RowRecorder {

  /** When the row is written. */
  Instant now();

  /**
   * Takes what would be written.
   *
   * @param file into which
   * @param text the names of the columns and the row
   */
  void record(Path file, String text);
}
