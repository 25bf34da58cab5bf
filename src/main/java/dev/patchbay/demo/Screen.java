package dev.patchbay.demo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the faked wall screen has shown. */
public final class Screen {

  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  /** Shows an event, once for each key. */
  public void show(String key) {
    keys.add(key);
  }

  /** How many different events it has shown. */
  int size() {
    return keys.size();
  }
}
