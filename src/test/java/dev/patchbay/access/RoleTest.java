package dev.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void aRoleMayWhatItsWordSaysAndNoMore() {
    assertThat(Role.VIEWER.scopes(false, false)).containsExactly(Scope.READ);
    assertThat(Role.VIEWER.scopes(true, false)).containsExactly(Scope.READ, Scope.READ_PERSONAL);
    assertThat(Role.VIEWER.scopes(false, true)).containsExactly(Scope.READ, Scope.CORRECT);
    for (boolean granted : new boolean[] {true, false}) {
      assertThat(Role.OPERATOR.scopes(granted, granted))
          .containsExactly(Scope.READ, Scope.READ_PERSONAL, Scope.CORRECT, Scope.REPLAY);
      assertThat(Role.ADMIN.scopes(granted, granted)).containsExactly(Scope.values());
    }
  }

  @Test
  void namesAreKeptInOneWayAndAreNoAddresses() {
    assertThat(PersonNames.name("  Ana   Díaz ")).hasValue("Ana Díaz");
    assertThat(PersonNames.name("Ana Di\u0301az")).hasValue("Ana Díaz");
    assertThat(PersonNames.name("O'Brien-Smith Jr.")).isPresent();
    assertThat(PersonNames.name("李小龙")).isPresent();
    for (String none :
        List.of(
            "",
            "a",
            "ana@example.com",
            "ana\nbob",
            "ana\u202Egro",
            "ana\u200Bx",
            "<b>ana</b>",
            " . ",
            "x".repeat(61),
            "x".repeat(10_000),
            "this machine",
            "This Machine",
            "patchbay.api.token",
            "command line: root",
            "Command Line")) {
      assertThat(PersonNames.name(none)).as(none).isEmpty();
    }
  }
}
