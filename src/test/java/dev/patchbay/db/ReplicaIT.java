package dev.patchbay.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaIT {

  @Test
  void isAliveFromJoiningUntilItSaysGoodbye() {
    try (TestDatabase test = TestDatabase.create()) {
      Replica first = Replica.join(test.database(), "first", false);
      Replica second = Replica.join(test.database(), "second", false);
      assertThat(alive(test)).containsExactlyInAnyOrder(first.id(), second.id());

      first.close();

      assertThat(alive(test)).containsExactly(second.id());
      second.close();
    }
  }

  @Test
  void freesWhatEarlierReplicasHeldWhenItIsAlone() {
    try (TestDatabase test = TestDatabase.create()) {
      Replica killed = Replica.join(test.database(), "killed", true);
      Replica next = Replica.join(test.database(), "next", true);

      assertThat(alive(test)).containsExactly(next.id()).doesNotContain(killed.id());
      next.close();
      killed.close();
    }
  }

  private static List<Long> alive(TestDatabase test) {
    return test.database()
        .inTransaction(
            connection -> {
              List<Long> ids = new ArrayList<>();
              try (var query =
                      connection.prepareStatement(
                          "select id from replica where id in " + Replica.ALIVE);
                  var rows = query.executeQuery()) {
                while (rows.next()) {
                  ids.add(rows.getLong(1));
                }
              }
              return ids;
            });
  }
}
