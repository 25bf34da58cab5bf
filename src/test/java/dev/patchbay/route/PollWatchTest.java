package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.inbox.PollHealth.Problem;
import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PollWatchTest {

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsToldByWhatMendsIt(Throwable failure, Problem problem) {
    assertThat(PollWatch.problem(new RuntimeCamelException(failure))).isEqualTo(problem);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AuthenticationFailedException("no"), Problem.REFUSED),
        Arguments.of(new AnsweredException(401), Problem.REFUSED),
        Arguments.of(new AnsweredException(403), Problem.REFUSED),
        Arguments.of(new AnsweredException(404), Problem.FAILED),
        Arguments.of(new AnsweredException(503), Problem.UNREACHABLE),
        Arguments.of(new SQLException("no", "28P01"), Problem.REFUSED),
        Arguments.of(new SQLException("no", "08001"), Problem.UNREACHABLE),
        Arguments.of(new SQLException("no", "42P01"), Problem.FAILED),
        Arguments.of(new SQLException("no"), Problem.FAILED),
        Arguments.of(new ConnectException("no"), Problem.UNREACHABLE),
        Arguments.of(new IllegalStateException("no"), Problem.FAILED));
  }
}
