package dev.patchbay.signin;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go before they signed in: pages of ours, and nothing else. */
public final class NextPage {

  /** The page that everybody may see. */
  public static final String HOME = "/app";

  private static final int MOST = 2_000;
  private static final Pattern OURS =
      Pattern.compile(
          "/app(/[A-Za-z0-9._~:@!$&'()*+,;=%/-]*)?(\\?[A-Za-z0-9._~:@!$&'()*+,;=%/?-]*)?");

  private NextPage() {}

  /** This address where it is one of ours, else {@link #HOME}. */
  public static String of(@Nullable String wanted) {
    if (wanted == null
        || wanted.length() > MOST
        || !OURS.matcher(wanted).matches()
        || wanted.contains("//")
        || wanted.toLowerCase(Locale.ROOT).contains("%2e")
        || wanted.contains("/.")
        || wanted.startsWith("/app/sign-")
        || wanted.startsWith("/app/welcome")
        || wanted.startsWith("/app/oidc")) {
      return HOME;
    }
    return wanted;
  }
}
