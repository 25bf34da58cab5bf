package dev.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a hub for every page that links lead to from Today, as one person after another would. */
final class PageTimes {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final int ANSWERS = 7;
  private static final int VISITS = 3;
  private static final double FIRST_PAINT_MS = 1000;
  private static final Pattern LINK = Pattern.compile("href=\"(/app[^\"?#]*)");
  private static final Pattern ID = Pattern.compile("/(?=[^/]*[0-9])[0-9A-Za-z-]{6,}(?=/|$)");

  private final int port;
  private final BenchReport report;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  PageTimes(int port, BenchReport report) {
    this.port = port;
    this.report = report;
  }

  void measure() {
    Map<String, String> pages = pages();
    assertThat(pages).as("pages reached from Today").hasSizeGreaterThan(20);
    report.add("kinds of pages reached from Today", "", pages.size());
    pages.forEach(
        (kind, address) -> {
          double[] took = new double[ANSWERS];
          for (int i = 0; i < ANSWERS; i++) {
            long begin = System.nanoTime();
            get(address);
            took[i] = (System.nanoTime() - begin) / 1e6;
          }
          Arrays.sort(took);
          report.add(kind + ": answer, median", "ms", took[ANSWERS / 2]);
        });
    if (Files.isExecutable(BROWSER)) {
      paint(pages);
    } else {
      System.out.println(BROWSER + ": absent, first paints are not measured");
    }
  }

  /** One address for each kind of page, by its path with ids left out. */
  private Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    Map<String, String> seen = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of("/app"));
    while (!open.isEmpty()) {
      String address = open.remove();
      if (seen.putIfAbsent(kind(address), address) != null) {
        continue;
      }
      Optional<String> page = get(address);
      if (page.isPresent()) {
        pages.put(kind(address), address);
        Matcher links = LINK.matcher(page.orElseThrow());
        while (links.find()) {
          open.add(links.group(1));
        }
      }
    }
    return pages;
  }

  private static String kind(String address) {
    return ID.matcher(address).replaceAll("/{id}");
  }

  /** The page, where there is one for people to read. */
  private Optional<String> get(String address) {
    if (address.contains("/assets/")) {
      return Optional.empty();
    }
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url(address))).build(), BodyHandlers.ofString());
      boolean isPage =
          answer.statusCode() == 200
              && answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
      return isPage ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** On a phone's screen, by somebody who has never been here: nothing is cached. */
  private void paint(Map<String, String> pages) {
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(BROWSER)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")))) {
      pages.forEach(
          (kind, address) -> {
            double[] took = new double[VISITS];
            for (int i = 0; i < VISITS; i++) {
              took[i] = firstPaint(browser, address);
            }
            Arrays.sort(took);
            report.atMost(kind + ": first paint, median", "ms", took[VISITS / 2], FIRST_PAINT_MS);
          });
    }
  }

  private double firstPaint(Browser browser, String address) {
    try (BrowserContext somebody =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844))) {
      Page page = somebody.newPage();
      page.navigate(url(address));
      Object painted =
          page.waitForFunction(
                  "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
              .jsonValue();
      return ((Number) painted).doubleValue();
    }
  }

  private String url(String address) {
    return "http://127.0.0.1:" + port + address;
  }
}
