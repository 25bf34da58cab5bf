package dev.patchbay.db;

import dev.patchbay.diagnostic.Finding;
import org.jspecify.annotations.Nullable;

/** The database cannot be used as it is; the finding says why and what to do. */
public final class DatabaseRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  DatabaseRefusedException(String kind, String text, String remedy) {
    this(kind, text, remedy, null);
  }

  DatabaseRefusedException(String kind, String text, String remedy, @Nullable Throwable cause) {
    super(text + " " + remedy, cause);
    this.finding = Finding.error(kind, text, remedy);
  }

  /** What is wrong and how to mend it. */
  public Finding finding() {
    return finding;
  }
}
