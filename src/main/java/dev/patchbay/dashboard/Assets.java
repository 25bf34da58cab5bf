package dev.patchbay.dashboard;

import dev.patchbay.mapping.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Style sheets and scripts. Their address bears a digest of all of them, so that browsers may keep
 * them for ever.
 */
public final class Assets {

  private static final String OURS = "/dev/patchbay/dashboard/assets/";

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final String version;

  /** The files of the program, read once. */
  Assets() {
    put("app.css", OURS + "app.css");
    put("app.js", OURS + "app.js");
    put("leads.js", OURS + "leads.js");
    put("icon.svg", OURS + "icon.svg");
    put("htmx.js", jar("htmx.org", "dist/htmx.min.js"));
    put("uplot.js", jar("uplot", "dist/uPlot.iife.min.js"));
    put("uplot.css", jar("uplot", "dist/uPlot.min.css"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    files.values().forEach(all::writeBytes);
    version = HexFormat.of().formatHex(Digests.sha256(all.toByteArray())).substring(0, 12);
  }

  /** Where a file is, such as {@code app.css}. */
  public String path(String file) {
    if (!files.containsKey(file)) {
      throw new IllegalArgumentException("There is no asset " + file);
    }
    return "/app/assets/" + version + "/" + file;
  }

  ServerResponse serve(ServerRequest request) {
    String name = request.pathVariable("file");
    byte[] file = files.get(name);
    if (file == null) {
      return ServerResponse.notFound().build();
    }
    return ServerResponse.ok()
        .build(
            (asked, response) -> {
              response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
              response.setContentType(type(name));
              response.setContentLength(file.length);
              response.getOutputStream().write(file);
              return null;
            });
  }

  private void put(String name, String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      files.put(name, Objects.requireNonNull(in, resource).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of a jar whose folder bears its version, which the jar itself tells. */
  private static String jar(String name, String file) {
    Properties about = new Properties();
    String properties = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    try (InputStream in = Assets.class.getResourceAsStream(properties)) {
      about.load(Objects.requireNonNull(in, properties));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "/META-INF/resources/webjars/%s/%s/%s"
        .formatted(name, about.getProperty("version"), file);
  }

  private static String type(String name) {
    if (name.endsWith(".css")) {
      return "text/css;charset=utf-8";
    }
    return name.endsWith(".svg") ? "image/svg+xml" : "text/javascript;charset=utf-8";
  }
}
