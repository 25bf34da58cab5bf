package dev.patchbay.signin;

import dev.patchbay.access.Caller;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Somebody we know, as Spring Security tells of them. */
final class KnownCaller extends AbstractAuthenticationToken {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;

  KnownCaller(Caller caller) {
    super(List.of());
    this.caller = caller;
    setAuthenticated(true);
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public String getName() {
    return caller.name();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownCaller known && known.caller.equals(caller);
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
