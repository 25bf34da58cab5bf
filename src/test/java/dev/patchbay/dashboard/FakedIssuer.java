package dev.patchbay.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.mapping.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An issuer of OpenID Connect on this machine that can be made to lie. */
final class FakedIssuer implements AutoCloseable {

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey others;
  private final String client;
  private final String secret;
  private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();

  /** What it tells of whoever signs in. */
  volatile Map<String, Object> claims = Map.of();

  /** In which way it lies: empty, key, audience, issuer, expired, none. */
  volatile String harm = "";

  FakedIssuer(String client, String secret) throws IOException, JOSEException {
    this.client = client;
    this.secret = secret;
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    others = new RSAKeyGenerator(2048).keyID("one").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                200,
                Map.of(
                    "issuer", url(),
                    "authorization_endpoint", url() + "/authorize",
                    "token_endpoint", url() + "/token",
                    "jwks_uri", url() + "/keys")));
    server.createContext(
        "/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject()));
    server.createContext("/token", this::token);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The code that it leads somebody back with who asked so. */
  String code(Map<String, String> request) {
    String code = UUID.randomUUID().toString();
    asked.put(code, new HashMap<>(request));
    return code;
  }

  /** As if somebody else had begun this. */
  void challenge(String code, String challenge) {
    asked.get(code).put("code_challenge", challenge);
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&")) {
      int at = pair.indexOf('=');
      form.put(
          pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
    }
    Map<String, String> request = asked.remove(form.getOrDefault("code", ""));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    if (request == null
        || !basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
        || !form.get("redirect_uri").equals(request.get("redirect_uri"))
        || !challenge(form.getOrDefault("code_verifier", ""))
            .equals(request.get("code_challenge"))) {
      answer(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    answer(
        exchange,
        200,
        Map.of(
            "access_token",
            "made-up",
            "token_type",
            "Bearer",
            "expires_in",
            60,
            "id_token",
            idToken(request.get("nonce"))));
  }

  private static String challenge(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256(verifier));
  }

  private String idToken(String nonce) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder told =
        new JWTClaimsSet.Builder()
            .issuer(harm.equals("issuer") ? "https://evil.example" : url())
            .audience(harm.equals("audience") ? "another" : client)
            .issueTime(Date.from(now.minusSeconds(harm.equals("expired") ? 7_200 : 1)))
            .expirationTime(Date.from(now.plusSeconds(harm.equals("expired") ? -3_600 : 60)))
            .claim("nonce", nonce);
    claims.forEach(told::claim);
    try {
      if (harm.equals("none")) {
        return new PlainJWT(told.build()).serialize();
      }
      SignedJWT signed =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), told.build());
      signed.sign(new RSASSASigner(harm.equals("key") ? others : key));
      return signed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> json)
      throws IOException {
    byte[] body = new ObjectMapper().writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
