package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JoinedRequestTest {

  @Test
  void joinsTheListsOfRequestsThatAreOtherwiseEqual() {
    JoinedRequest joined = new JoinedRequest("/write/inputs");

    assertThat(joined.add("{\"by\":\"email\",\"write\":{\"inputs\":[{\"id\":1}]}}")).isTrue();
    assertThat(joined.add("{\"by\":\"email\",\"write\":{\"inputs\":[{\"id\":2},{\"id\":3}]}}"))
        .isTrue();

    assertThat(joined.text())
        .isEqualTo("{\"by\":\"email\",\"write\":{\"inputs\":[{\"id\":1},{\"id\":2},{\"id\":3}]}}");
  }

  @Test
  void leavesOutARequestThatDiffersInAnythingElse() {
    JoinedRequest joined = new JoinedRequest("/events");

    assertThat(joined.add("{\"consent\":\"GRANTED\",\"events\":[1]}")).isTrue();
    assertThat(joined.add("{\"consent\":\"DENIED\",\"events\":[2]}")).isFalse();
    assertThat(joined.add("{\"consent\":\"GRANTED\"}")).isFalse();
    assertThat(joined.text()).isEqualTo("{\"consent\":\"GRANTED\",\"events\":[1]}");
  }

  @Test
  void sendsARequestWithoutTheListAlone() {
    JoinedRequest joined = new JoinedRequest("/events");

    assertThat(joined.add("{\"by\":\"phone\"}")).isTrue();
    assertThat(joined.add("{\"by\":\"phone\"}")).isFalse();
    assertThat(joined.text()).isEqualTo("{\"by\":\"phone\"}");
  }
}
