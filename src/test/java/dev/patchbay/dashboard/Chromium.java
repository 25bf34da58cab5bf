package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Debian's Chromium; tests that need it are skipped, and say so, where it is not installed. */
final class Chromium implements AutoCloseable {

  private static final Path BINARY = Path.of("/usr/bin/chromium");

  /** How long a page may take on a busy machine; what must be fast says so itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Playwright playwright;
  private final Browser browser;

  /**
   * What pages complained of since they were opened: errors of scripts, and breaches of the CSP.
   */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    assumeThat(Files.isExecutable(BINARY))
        .as("%s: absent, skipped (apt-get install chromium)", BINARY)
        .isTrue();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(BINARY)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"))));
  }

  /** Somebody at a desk. */
  BrowserContext desk() {
    return somebody(1440, 900, ColorScheme.LIGHT);
  }

  /** Somebody with a phone. */
  BrowserContext phone() {
    return somebody(390, 844, ColorScheme.LIGHT);
  }

  /** Somebody new, with nothing kept from before. */
  BrowserContext somebody(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    context.onWebError(error -> complaints.add(error.error()));
    return context;
  }

  /** Whether {@code -Dpatchbay.screenshots=FOLDER} says to keep how pages look. */
  static boolean keepsPictures() {
    return System.getProperty("patchbay.screenshots") != null;
  }

  /** Where {@code -Dpatchbay.screenshots=FOLDER} says so, keeps how the page looks. */
  static void picture(Page page, String name) {
    @Nullable String folder = System.getProperty("patchbay.screenshots");
    if (folder != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")).setFullPage(true));
    }
  }

  /** No page complained. */
  void sawNothingAmiss() {
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
