package dev.patchbay.signin;

import dev.patchbay.access.Sessions;
import dev.patchbay.db.Database;
import dev.patchbay.web.Callers;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * Spring Security's filters, put together by hand: none of them is a bean, so an application around
 * us sees nothing of them, and none uses the servlet's own session.
 */
final class SecurityFilters {

  private SecurityFilters() {}

  /**
   * The filters before the pages.
   *
   * @param more those by which people sign in elsewhere
   */
  static Filter of(
      Database database,
      Sessions sessions,
      Cookies cookies,
      List<Callers> callers,
      List<Filter> more) {
    SecureRandom random = new SecureRandom();
    Gate gate = new Gate();
    List<Filter> filters = new ArrayList<>();
    filters.add(new SessionFilter(database, sessions, cookies, callers));
    filters.add(csrf(cookies, random));
    filters.add(new FormToken());
    filters.addAll(more);
    ExceptionTranslationFilter refusals =
        new ExceptionTranslationFilter(gate, new NullRequestCache());
    refusals.setAccessDeniedHandler(SecurityFilters::refuse);
    filters.add(refusals);
    filters.add(new AuthorizationFilter(gate));
    FilterChainProxy proxy =
        new FilterChainProxy(
            List.of(
                new DefaultSecurityFilterChain(Gate::isAsset, List.of()),
                new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, filters)));
    proxy.setRequestRejectedHandler(
        (request, response, rejected) ->
            Refusal.write(
                request,
                response,
                400,
                "This address is not one of ours.",
                "Choose a page from the menu."));
    proxy.afterPropertiesSet();
    return proxy;
  }

  private static CsrfFilter csrf(Cookies cookies, SecureRandom random) {
    XorCsrfTokenRequestAttributeHandler handler = new XorCsrfTokenRequestAttributeHandler();
    handler.setSecureRandom(random);
    CsrfFilter filter = new CsrfFilter(new DerivedCsrf(cookies, random));
    filter.setRequestHandler(handler);
    AccessDeniedHandler refusal = SecurityFilters::refuse;
    filter.setAccessDeniedHandler(refusal);
    // Its mark on the request: an application around us may have a filter of the same class.
    filter.setBeanName("patchbay-csrf");
    return filter;
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, Exception denied)
      throws IOException, ServletException {
    Refusal.write(
        request,
        response,
        403,
        "This page is too old to be sent from, or was not opened here.",
        "Open it again and repeat what you did.");
  }
}
