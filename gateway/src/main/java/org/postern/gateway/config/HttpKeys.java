package org.postern.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The HTTP listeners.
public record HttpKeys(
    @Key(
            doc = "Address and port of `/health` and `/why`. Port 0 takes any that is free.",
            standard = "127.0.0.1:8080")
        HostPort listen,
    @Key(
            doc =
                "Address and port of another listener that serves `/why` alone, for the world;"
                    + " docs/why.md.")
        Optional<HostPort> publicListen,
    @Key(
            doc =
                "Where senders reach `/why`, such as `https://mx.example.org`. With it, each"
                    + " refusal names the page that explains it.")
        Optional<String> publicUrl) {
  private static final Pattern BASE_URL =
      Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~-]+)*");

  private static boolean isBaseUrl(String text) {
    if (text.length() > 200 || !BASE_URL.matcher(text).matches()) {
      return false;
    }
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException _) {
      return false; // the caller says what was expected
    }
  }

  public HttpKeys {
    if (publicUrl.isPresent() && !isBaseUrl(publicUrl.get())) {
      throw new IllegalArgumentException(
          "a URL in ASCII of at most 200 characters such as https://mx.example.org, without a"
              + " slash at its end, query or fragment");
    }
  }
}
