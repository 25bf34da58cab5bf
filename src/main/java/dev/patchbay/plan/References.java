package dev.patchbay.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves {@code ${env:NAME}} and {@code ${file:PATH}}, whole values or parts of them. */
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^{}]+)}");
  private static final long MAX_BYTES = 64 * 1024;

  private final Function<String, Optional<String>> environment;
  private final Function<Path, Optional<String>> files;
  private final Path folder;

  /**
   * What resolving gave.
   *
   * @param value with references resolved, or {@code null} when one is missing
   * @param missing what is missing, such as {@code environment variable X}, or {@code null}
   */
  record Resolved(@Nullable String value, @Nullable String missing) {}

  References(
      Function<String, Optional<String>> environment,
      Function<Path, Optional<String>> files,
      Path folder) {
    this.environment = environment;
    this.files = files;
    this.folder = folder;
  }

  /** Whether the text refers to something at all. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).find();
  }

  /** Whether the text starts a reference that is not written rightly. */
  static boolean isMalformed(String text) {
    return REFERENCE.matcher(text).replaceAll("").contains("${");
  }

  Resolved resolve(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder value = new StringBuilder();
    while (matcher.find()) {
      boolean env = matcher.group(1).equals("env");
      String name = matcher.group(2).strip();
      String found = (env ? environment.apply(name) : file(name)).orElse("");
      if (found.isEmpty()) {
        return new Resolved(null, (env ? "environment variable " : "file ") + name);
      }
      matcher.appendReplacement(value, Matcher.quoteReplacement(found));
    }
    return new Resolved(matcher.appendTail(value).toString(), null);
  }

  private Optional<String> file(String name) {
    try {
      return files.apply(folder.resolve(name)).map(String::stripTrailing);
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  /** Reads a small text file from disk. */
  static Optional<String> fromDisk(Path path) {
    try {
      return Files.isRegularFile(path) && Files.size(path) <= MAX_BYTES
          ? Optional.of(Files.readString(path))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
