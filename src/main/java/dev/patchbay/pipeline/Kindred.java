package dev.patchbay.pipeline;

import dev.patchbay.customer.Identifier;
import dev.patchbay.event.Event;
import dev.patchbay.event.EventData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which messages tell of the same people or things, and so have to be stored in their order; others
 * can be stored side by side.
 */
final class Kindred {

  /** A call, deal, sale or record that a connection tells of. */
  private record Thing(String connection, String id) {}

  private final int[] head;
  private final Map<Object, Integer> first = new HashMap<>();

  private Kindred(List<ReadMessage> reads) {
    head = new int[reads.size()];
    for (int place = 0; place < head.length; place++) {
      head[place] = place;
      ReadMessage read = reads.get(place);
      for (ReadMessage.Item item : read.items()) {
        for (Identifier identifier : read.sighting(item).identifiers()) {
          bind(identifier, place);
        }
        int mine = place;
        things(item.event()).forEach(thing -> bind(thing, mine));
      }
    }
  }

  /**
   * Two halves that share no identifier of a person, no call, deal, sale or record. Each keeps the
   * order; one is empty when all hang together.
   */
  static List<List<ReadMessage>> halves(List<ReadMessage> reads) {
    Kindred kindred = new Kindred(reads);
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int place = 0; place < reads.size(); place++) {
      groups.computeIfAbsent(kindred.headOf(place), key -> new ArrayList<>(1)).add(place);
    }
    List<List<Integer>> bySize = new ArrayList<>(groups.values());
    bySize.sort(Comparator.comparingInt((List<Integer> group) -> group.size()).reversed());
    List<Integer> one = new ArrayList<>(reads.size());
    List<Integer> other = new ArrayList<>(reads.size());
    for (List<Integer> group : bySize) {
      (one.size() <= other.size() ? one : other).addAll(group);
    }
    return List.of(inOrder(one, reads), inOrder(other, reads));
  }

  private static List<ReadMessage> inOrder(List<Integer> places, List<ReadMessage> reads) {
    return places.stream().sorted().map(reads::get).toList();
  }

  private static Stream<Thing> things(Event event) {
    EventData data = event.data();
    return Stream.of(
            event.subject(),
            data.call() == null ? null : data.call().id(),
            data.deal() == null ? null : data.deal().id(),
            data.sale() == null ? null : data.sale().id(),
            data.sale() == null ? null : data.sale().refundOf())
        .filter(id -> id != null)
        .map(id -> new Thing(event.source(), id));
  }

  private void bind(Object shared, int place) {
    Integer before = first.putIfAbsent(shared, place);
    if (before != null) {
      int one = headOf(before);
      int other = headOf(place);
      head[Math.max(one, other)] = Math.min(one, other);
    }
  }

  private int headOf(int place) {
    int at = place;
    while (head[at] != at) {
      head[at] = head[head[at]];
      at = head[at];
    }
    return at;
  }
}
