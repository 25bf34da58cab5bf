package dev.patchbay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.diagnostic.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

  private static final Path CATALOG = Path.of("src/test/resources/catalog");

  @Test
  void readsEveryWordOfASource() {
    Catalog catalog = Catalog.only(CATALOG);
    assertThat(catalog.findings()).isEmpty();
    Connector forms = catalog.find("forms").orElseThrow();
    assertThat(forms.category()).isEqualTo(Category.FORMS);
    assertThat(forms.parameters().get("locale").choices()).containsExactly("en", "de");
    assertThat(forms.parameters().get("secret").secret()).isTrue();
    Source source = forms.source();
    assertThat(source).isNotNull();
    Signature signature = source.signatures().get("default");
    assertThat(signature.at()).isEqualTo(new Locator(Locator.In.HEADER, "forms-signature"));
    assertThat(signature.keys()).containsExactly("secret", "formerSecret");
    assertThat(signature.encoding()).isEqualTo("base64");
    assertThat(signature.entries()).isEqualTo(new Signature.Entries(",", "=", "v1", "t"));
    assertThat(signature.signed()).isEqualTo("{timestamp}.{body}");
    assertThat(signature.timestampUnit()).isEqualTo("ms");
    assertThat(signature.tolerance()).isEqualTo(Duration.ofMinutes(5));
    assertThat(source.messageId())
        .containsExactly(
            new Locator(Locator.In.JSON, "/event_id"), new Locator(Locator.In.HEADER, "x-id"));
    assertThat(source.headers()).containsExactly("x-kind");
    assertThat(source.duplicateWindow()).isEqualTo(Duration.ofMinutes(10));
    assertThat(source.rateLimit()).isEqualTo(new RateLimit(600, Duration.ofMinutes(1)));
    assertThat(source.vendor()).containsEntry("resends", "for 10 hours");
    Source open = catalog.find("open").orElseThrow().source();
    assertThat(open).isNotNull();
    assertThat(open.handshake())
        .isEqualTo(new Handshake("hub.verify_token", "token", "hub.challenge", "x-check", "ok"));
    assertThat(open.signatures().keySet()).containsExactly("none", "token", "pair", "shared");
  }

  @Test
  void readsEveryWordOfASink() {
    Sink sink = Catalog.only(CATALOG).find("crm").orElseThrow().sinks().get("contact");
    assertThat(sink.mappingFrom()).isEqualTo("mapping");
    assertThat(sink.idempotency()).isEqualTo("upsert");
    assertThat(sink.key()).isEqualTo("email");
    assertThat(sink.concurrency()).isEqualTo(2);
    assertThat(sink.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(sink.onDead()).isEqualTo(Sink.OnDead.BLOCK);
    List<OutcomeRule> rules = sink.outcomes();
    assertThat(rules).hasSize(7);
    assertThat(rules.get(0).statusFrom()).isEqualTo(200);
    assertThat(rules.get(0).statusTo()).isEqualTo(299);
    assertThat(rules.get(1).retryAfter()).isEqualTo("Retry-After");
    assertThat(rules.subList(2, 4))
        .extracting(OutcomeRule::statusFrom, OutcomeRule::statusTo)
        .containsExactly(Tuple.tuple(401, 401), Tuple.tuple(403, 403));
    assertThat(rules.get(4).when()).isEqualTo(".body.code == 7");
    assertThat(rules.get(4).statusTo()).isEqualTo(599);
    assertThat(rules.get(6).error()).isEqualTo("sql");
    assertThat(rules.get(6).statusFrom()).isZero();
  }

  @Test
  void tellsWhereASheetIsWrongAndLeavesTheConnectorOut(@TempDir Path folder) throws Exception {
    sheet(
        folder,
        "shop",
        """
        connector: shopp
        title: Shop
        category: shops
        description: x
        sorce: {}
        source:
          kind: webhook
          format: json
          events: [leads]
          mapping: x.jslt
          signature: {scheme: hmac, header: X, keys: [secert]}
        sinks:
          a:
            title: A
            events: [lead]
            outcomes:
              - {status: 2xx, is: accepted}
              - {status: 400, is: wrong}
        """);
    Catalog catalog = Catalog.only(folder);
    assertThat(catalog.find("shop")).isEmpty();
    assertThat(catalog.isBroken("shop")).isTrue();
    assertThat(catalog.findings())
        .extracting(Finding::kind, Finding::line)
        .containsExactlyInAnyOrder(
            tuple("connector.bad-value", 1),
            tuple("connector.bad-value", 3),
            tuple("connector.unknown-key", 5),
            tuple("connector.bad-value", 9),
            tuple("connector.unknown-parameter", 11),
            tuple("connector.bad-value", 17),
            tuple("connector.bad-value", 18));
    assertThat(catalog.findings())
        .filteredOn(finding -> finding.kind().equals("connector.unknown-key"))
        .allMatch(finding -> String.valueOf(finding.remedy()).contains("Did you mean 'source'?"));
  }

  @Test
  void tellsWhereASignatureMixesSharedKeysAndKeyPairs(@TempDir Path folder) throws Exception {
    sheet(
        folder,
        "shop",
        """
        connector: shop
        title: Shop
        category: pos
        description: x
        parameters:
          key: {title: Key}
        source:
          kind: webhook
          format: json
          events: [lead]
          mapping: x.jslt
          signatureBy: key
          signatures:
            a: {scheme: public-key, header: X, keys: [key]}
            b: {scheme: public-key, header: X, keys: [key], algorithm: sha256}
            c: {scheme: hmac, header: X, keys: [key], algorithm: ed25519}
            d: {scheme: hmac, header: X, keys: [key], keyFormat: pem}
            e: {scheme: public-key, header: X, keys: [key], algorithm: rsa-sha256, keyFormat: whsec}
            f: {scheme: public-key, header: X, keys: [key], algorithm: rsa-sha256, keyFormat: whpk}
            g: {scheme: public-key, keys: [key], algorithm: rsa-sha256}
        """);
    assertThat(Catalog.only(folder).findings())
        .extracting(Finding::kind, Finding::line)
        .containsExactlyInAnyOrder(
            tuple("connector.missing-key", 14),
            tuple("connector.bad-value", 15),
            tuple("connector.bad-value", 16),
            tuple("connector.bad-value", 17),
            tuple("connector.bad-value", 18),
            tuple("connector.missing-key", 19),
            tuple("connector.missing-key", 20));
  }

  @Test
  void findsConnectorsInAJarWithAndWithoutFolderEntries(@TempDir Path folder) throws Exception {
    for (boolean entries : new boolean[] {true, false}) {
      Path jar = folder.resolve(entries + ".jar");
      jar(jar, entries);
      try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
        Map<String, ConnectorFolder> found = ClassPathFolders.find(loader);
        if (entries) {
          assertThat(found.keySet()).containsExactly("crm");
          ConnectorFolder crm = found.get("crm");
          assertThat(crm.files()).contains("connector.yaml", "contact.jslt");
          assertThat(crm.read("contact.jslt")).isPresent();
          assertThat(crm.read("../x")).isEmpty();
          assertThat(crm.display("contact.jslt")).isEqualTo("connectors/crm/contact.jslt");
        }
      }
      try (JarFile packed = new JarFile(jar.toFile())) {
        assertThat(ClassPathFolders.in(packed, "connectors/", CatalogTest.class.getClassLoader()))
            .containsOnlyKeys("crm");
      }
    }
  }

  @Test
  void letsUsersOwnConnectorsWinAndSaysSoWhereTheyDiffer(@TempDir Path folder) throws Exception {
    copy(Path.of("connectors/webhook"), folder.resolve("webhook"));
    assertThat(Catalog.load(List.of(folder)).findings()).isEmpty();
    Path sheet = folder.resolve("webhook/connector.yaml");
    Files.writeString(sheet, Files.readString(sheet).replace("title: Any webhook", "title: Ours"));
    Catalog changed = Catalog.load(List.of(folder, folder.resolve("absent")));
    assertThat(changed.findings()).extracting(Finding::kind).containsExactly("connector.shadows");
    assertThat(changed.find("webhook").orElseThrow().title()).isEqualTo("Ours");
  }

  @Test
  void neverReadsOutsideItsFolder() {
    ConnectorFolder crm = Catalog.only(CATALOG).find("crm").orElseThrow().folder();
    assertThat(crm.read("contact.jslt")).isPresent();
    assertThat(crm.read("../forms/lead.jslt")).isEmpty();
  }

  @Test
  void lintsSoundConnectorsWithoutFindings() {
    Catalog.only(CATALOG)
        .all()
        .forEach(connector -> assertThat(ConnectorLint.check(connector)).isEmpty());
  }

  @Test
  void lintsEachMistakeOfAKamelet(@TempDir Path folder) throws Exception {
    copy(CATALOG.resolve("crm"), folder.resolve("crm"));
    Path kamelet = folder.resolve("crm/crm-contact-sink.kamelet.yaml");
    String sound = Files.readString(kamelet);
    Map<String, String> mistakes =
        Map.ofEntries(
            Map.entry("kamelet.malformed", sound.replace("kind: Kamelet", "kind: Pipe")),
            Map.entry(
                "kamelet.undeclared-property", sound.replace("/contacts", "/contacts/{{list}}")),
            Map.entry(
                "kamelet.unused-property",
                sound.replace("      baseUrl:", "      list: {type: string}\n      baseUrl:")),
            Map.entry(
                "kamelet.unfilled-property",
                sound
                    .replace("      baseUrl:", "      list: {type: string}\n      baseUrl:")
                    .replace("/contacts", "/contacts/{{list}}")),
            Map.entry("kamelet.secret-mismatch", sound.replace(", format: password", "")),
            Map.entry("kamelet.start", sound.replace("uri: kamelet:source", "uri: direct:x")),
            Map.entry("kamelet.headers", sound.replace("pattern: \"*\"", "pattern: \"Camel*\"")),
            Map.entry(
                "kamelet.error-handler",
                sound.replace("    from:", "    errorHandler: {}\n    from:")),
            Map.entry(
                "kamelet.language",
                sound.replace("{constant: {expression: POST}}", "{groovy: {expression: x}}")),
            Map.entry(
                "kamelet.expression",
                sound.replace("{constant: {expression: POST}}", "{simple: \"${body.x}\"}")),
            Map.entry(
                "kamelet.secret-in-uri", sound.replace("/contacts", "/contacts?k={{accessToken}}")),
            Map.entry("yaml.syntax", sound.replace("metadata: {", "metadata: {{")));
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      assertThat(mistake.getValue()).as(mistake.getKey()).isNotEqualTo(sound);
      Files.writeString(kamelet, mistake.getValue());
      assertThat(lint(folder, "crm")).as(mistake.getKey()).contains(mistake.getKey());
    }
    Files.delete(kamelet);
    assertThat(lint(folder, "crm")).contains("connector.missing-file");
  }

  @Test
  void lintsEachMistakeOfASheet(@TempDir Path folder) throws Exception {
    copy(CATALOG.resolve("crm"), folder.resolve("crm"));
    Path sheet = folder.resolve("crm/connector.yaml");
    String sound = Files.readString(sheet);
    Files.writeString(sheet, sound.replace("  tags:", "  extra: {title: Extra}\n  tags:"));
    assertThat(lint(folder, "crm")).containsExactly("connector.unused-parameter");
    Files.writeString(
        sheet, sound.replace("      - {status: 500-599, is: retry, kind: vendor-down}\n", ""));
    assertThat(lint(folder, "crm")).containsExactly("connector.outcomes");
    Files.writeString(sheet, sound.replace("mapping: contact.jslt", "mapping: none.jslt"));
    assertThat(lint(folder, "crm")).containsExactly("connector.missing-file");

    copy(CATALOG.resolve("mailbox"), folder.resolve("mailbox"));
    Path kamelet = folder.resolve("mailbox/mailbox-source.kamelet.yaml");
    Files.writeString(kamelet, Files.readString(kamelet).replace("to: kamelet:sink", "to: log:x"));
    assertThat(lint(folder, "mailbox")).containsExactly("kamelet.end");
  }

  private static List<String> lint(Path folder, String name) {
    return ConnectorLint.check(Catalog.only(folder).find(name).orElseThrow()).stream()
        .map(Finding::kind)
        .toList();
  }

  private static Tuple tuple(Object... values) {
    return Tuple.tuple(values);
  }

  private static void sheet(Path folder, String name, String text) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(name)).resolve("connector.yaml"), text);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String file : new DirectoryFolder(from, "x").files()) {
      Files.createDirectories(to.resolve(file).getParent());
      Files.copy(from.resolve(file), to.resolve(file));
    }
  }

  private static void jar(Path jar, boolean entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      if (entries) {
        out.putNextEntry(new JarEntry("connectors/"));
        out.putNextEntry(new JarEntry("connectors/crm/"));
      }
      for (String name : List.of("connector.yaml", "contact.jslt")) {
        out.putNextEntry(new JarEntry("connectors/crm/" + name));
        out.write(
            Files.readString(CATALOG.resolve("crm/" + name)).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
