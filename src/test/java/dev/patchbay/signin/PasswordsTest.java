package dev.patchbay.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordsTest {

  @Test
  void aPasswordIsLongAndNotTheNameAndNotTheFirstToBeGuessed() {
    for (String good :
        List.of("three quiet herons", "correct horse battery staple", "Äpfel & Birnen im Mai")) {
      assertThat(Passwords.problem(good, "Ana Díaz", "ana@example.com")).as(good).isNull();
    }
    for (String bad :
        List.of(
            "",
            "short one 1",
            "aaaaaaaaaaaaaaaa",
            "ababababababab",
            "Password1234",
            "qwertyuiop12",
            "123456789012",
            "Ana Díaz is here",
            "ANADÍAZ likes tea",
            "ana@example.com!",
            "x".repeat(73) + "abcdef",
            "ä".repeat(32) + "bcdefgh123")) {
      assertThat(Passwords.problem(bad, "Ana Díaz", "ana@example.com")).as(bad).isNotNull();
    }
  }

  @Test
  void whatIsKeptIsNoPasswordAndKnowsItAgainHoweverItIsTyped() {
    Passwords passwords = new Passwords(10);
    String kept = passwords.encode("caf\u00e9 on the corner");
    assertThat(kept).startsWith("{bcrypt}$2").doesNotContain("corner");
    assertThat(passwords.encode("caf\u00e9 on the corner")).as("salted").isNotEqualTo(kept);
    assertThat(passwords.matches("cafe\u0301 on the corner", kept)).isTrue();
    assertThat(passwords.matches("cafe on the corner", kept)).isFalse();
    assertThat(passwords.matches("anything", null)).isFalse();
    assertThat(passwords.matches("nobody has this password", null)).isFalse();
    String longest = "abcdefghi".repeat(8);
    String keptLong = passwords.encode(longest);
    assertThat(passwords.matches(longest, keptLong)).isTrue();
    assertThat(passwords.matches(longest + "x", keptLong)).as("cut by bcrypt").isFalse();
  }

  @Test
  void comparingIsTheSameWorkWhetherOrNotThereIsAPassword() {
    List<String> compared = new ArrayList<>();
    Passwords passwords =
        new Passwords(
            new PasswordEncoder() {
              @Override
              public String encode(CharSequence password) {
                return "kept " + password;
              }

              @Override
              public boolean matches(CharSequence password, String encoded) {
                compared.add(encoded);
                return encoded.equals("kept " + password);
              }
            });
    passwords.matches("a", "kept a");
    passwords.matches("a", null);
    passwords.matches("x".repeat(100), "kept a");
    assertThat(compared).hasSize(3);
  }
}
