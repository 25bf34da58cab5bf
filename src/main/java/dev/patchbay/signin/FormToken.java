package dev.patchbay.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.filter.GenericFilterBean;

/** Hands the token of forms to the pages, before anything of them is written. */
final class FormToken extends GenericFilterBean {

  /** Name of the request's attribute that pages read it from. */
  static final String ATTRIBUTE = "patchbay.csrf";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      request.setAttribute(ATTRIBUTE, token.getToken());
    }
    chain.doFilter(request, response);
  }
}
