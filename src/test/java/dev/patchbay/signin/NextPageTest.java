package dev.patchbay.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NextPageTest {

  @Test
  void leadsToPagesOfOursAndNowhereElse() {
    for (String ours :
        List.of("/app/leads", "/app/leads?status=new&q=a%20b", "/app/customers/1-2", "/app?x=1")) {
      assertThat(NextPage.of(ours)).isEqualTo(ours);
    }
    for (String other :
        List.of(
            "https://evil.example/app",
            "//evil.example/app",
            "/\\evil.example",
            "/app\\evil",
            "/app/..//evil.example",
            "/app/../hooks",
            "/app/%2E%2e/hooks",
            "/app/./x",
            "/app//evil.example",
            "/application",
            "/app@evil.example",
            "/app.evil.example",
            "app/leads",
            " /app/leads",
            "/app/leads\n",
            "/app/x#y",
            "/app/sign-in",
            "/app/sign-out",
            "/app/welcome/x",
            "/app/oidc/start",
            "/app/" + "x".repeat(3_000))) {
      assertThat(NextPage.of(other)).as(other).isEqualTo("/app");
    }
    assertThat(NextPage.of(null)).isEqualTo("/app");
  }
}
