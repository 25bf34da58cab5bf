package dev.patchbay.signin;

import dev.patchbay.access.Caller;
import dev.patchbay.access.Sessions;
import dev.patchbay.access.Sessions.SignedIn;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseException;
import dev.patchbay.web.Callers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.GenericFilterBean;

/** Finds out who asks: by their cookie, else by whatever other means there are. */
final class SessionFilter extends GenericFilterBean {

  /** Attribute of requests of somebody signed in: a {@link SignedIn}. */
  static final String SIGNED_IN = "dev.patchbay.signed-in";

  /** Attribute with what the cookie of somebody signed in holds. */
  static final String SECRET = "dev.patchbay.session-secret";

  private final Database database;
  private final Sessions sessions;
  private final Cookies cookies;
  private final List<Callers> callers;

  SessionFilter(Database database, Sessions sessions, Cookies cookies, List<Callers> callers) {
    this.database = database;
    this.sessions = sessions;
    this.cookies = cookies;
    this.callers = callers;
  }

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    HttpServletResponse response = (HttpServletResponse) answer;
    try {
      find(request);
    } catch (DatabaseException e) {
      Refusal.write(
          request,
          response,
          503,
          "The database is away.",
          "Nothing is lost. Try again in a moment.");
      return;
    }
    Optional<Caller> caller =
        callers.stream().map(each -> each.of(request)).flatMap(Optional::stream).findFirst();
    // An application around us may have its own idea of who asks; it gets that back.
    SecurityContext before = SecurityContextHolder.getContext();
    try {
      SecurityContext here = SecurityContextHolder.createEmptyContext();
      caller.ifPresent(known -> here.setAuthentication(new KnownCaller(known)));
      SecurityContextHolder.setContext(here);
      chain.doFilter(request, response);
    } finally {
      SecurityContextHolder.setContext(before);
    }
  }

  private void find(HttpServletRequest request) {
    request.removeAttribute(SIGNED_IN);
    request.removeAttribute(SECRET);
    String secret = cookies.session(request);
    if (secret == null) {
      return;
    }
    database
        .inTransaction(sql -> sessions.find(sql, secret, isUse(request)))
        .ifPresent(
            found -> {
              request.setAttribute(SIGNED_IN, found);
              request.setAttribute(SECRET, secret);
            });
  }

  /** A page that hears of news or refreshes itself is no sign that somebody sits before it. */
  private static boolean isUse(HttpServletRequest request) {
    return request.getHeader("X-Patchbay-Live") == null
        && !Objects.requireNonNullElse(request.getHeader("Accept"), "")
            .contains("text/event-stream");
  }
}
