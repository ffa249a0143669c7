package org.postern.engine.url;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hosts that lead on to an address which they carry in path or query, read from `redirectors.txt`,
/// whose head tells the form of its lines.
final class Redirects {

  private record Rule(String path, List<String> sources) {}

  private static final Map<String, List<Rule>> RULES = read(HostList.lines("redirectors.txt"));
  private static final Pattern EMBEDDED =
      Pattern.compile("https?(?::|%3a|%253a)(?:/|%2f|%252f){2}[^/\\s]", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 8_192;
  private static final String BASE64_MARK = "a1";

  private Redirects() {}

  private static Map<String, List<Rule>> read(List<String> lines) {
    Map<String, List<Rule>> rules = new HashMap<>();
    for (String line : lines) {
      List<String> words = List.of(line.split("\\s+"));
      if (words.size() < 3) {
        throw new IllegalStateException("redirectors.txt: host, path and source expected: " + line);
      }
      rules
          .computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
          .add(new Rule(words.get(1), words.subList(2, words.size())));
    }
    return rules;
  }

  static Optional<WebAddress> target(WebAddress address) {
    if (!address.web() || address.literal()) {
      return Optional.empty();
    }
    String host = address.host();
    for (int at = 0; at >= 0 && at < host.length(); at = next(host, at)) {
      Optional<WebAddress> target = by(RULES.get(host.substring(at)), address);
      if (target.isPresent()) {
        return target;
      }
    }
    // `google.*` stands for the name under all top-level domains
    String owner = RegistrableDomain.owner(host);
    int dot = owner.indexOf('.');
    return dot < 0 ? Optional.empty() : by(RULES.get(owner.substring(0, dot) + ".*"), address);
  }

  private static int next(String host, int at) {
    int dot = host.indexOf('.', at);
    return dot < 0 ? -1 : dot + 1;
  }

  private static Optional<WebAddress> by(
      @org.jspecify.annotations.Nullable List<Rule> rules, WebAddress address) {
    if (rules == null) {
      return Optional.empty();
    }
    for (Rule rule : rules) {
      if (!address.path().startsWith(rule.path())) {
        continue;
      }
      for (String source : rule.sources()) {
        Optional<WebAddress> target =
            value(source, rule, address)
                .flatMap(WebAddress::parseLoosely)
                .filter(WebAddress::web)
                .filter(found -> !found.equals(address));
        if (target.isPresent()) {
          return target;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(String source, Rule rule, WebAddress address) {
    return switch (source) {
      case "/" -> Optional.of(rest(rule, address));
      case "?" -> address.query().map(PercentEncoding::decode);
      case "embedded" -> embedded(address);
      case "proofpoint2" -> address.parameter("u").map(Redirects::proofpoint2);
      case "proofpoint3" -> between(address.toString(), "__", "__;");
      case "base64" -> address.parameter("u").flatMap(Redirects::base64);
      default -> address.parameter(source.substring(1));
    };
  }

  private static String rest(Rule rule, WebAddress address) {
    String rest = address.path().substring(rule.path().length());
    String query = address.query().map(text -> "?" + text).orElse("");
    String target = PercentEncoding.decode(rest) + query;
    return target.startsWith("http") ? target : "https://" + target;
  }

  /// `https-3A__host_path`: a hyphen for the percent sign, an underscore for the slash.
  private static String proofpoint2(String value) {
    return PercentEncoding.decode(value.replace('_', '/').replaceAll("-(?=[0-9A-Fa-f]{2})", "%"));
  }

  private static Optional<String> between(String text, String before, String after) {
    int start = text.indexOf(before);
    int end = text.indexOf(after, start + before.length());
    return start < 0 || end < 0
        ? Optional.empty()
        : Optional.of(text.substring(start + before.length(), end));
  }

  private static Optional<String> base64(String value) {
    String digits = value.startsWith(BASE64_MARK) ? value.substring(2) : value;
    try {
      byte[] octets = Base64.getUrlDecoder().decode(digits);
      return Optional.of(new String(octets, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The first web address that stands within path, query or fragment, decoded.
  static Optional<String> embedded(WebAddress address) {
    String text =
        address.path()
            + address.query().map(query -> "?" + query).orElse("")
            + address.fragment().map(fragment -> "#" + fragment).orElse("");
    if (text.length() < 10 || (text.indexOf("ttp") < 0 && text.indexOf("TTP") < 0)) {
      return Optional.empty();
    }
    Matcher matcher = EMBEDDED.matcher(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String found = text.substring(matcher.start());
    boolean encoded =
        found.toLowerCase(Locale.ROOT).startsWith("%", found.indexOf('p', 3) + 1)
            || found.regionMatches(true, 4, "s%", 0, 2)
            || found.regionMatches(true, 4, "%", 0, 1);
    if (encoded) {
      int end = found.indexOf('&');
      found = PercentEncoding.decode(end < 0 ? found : found.substring(0, end));
      return Optional.of(found.contains("%2f") ? PercentEncoding.decode(found) : found);
    }
    return Optional.of(found);
  }

  /// The first value of a parameter; `+` stays, an address has none.
  static Optional<String> parameter(String query, String name) {
    int at = 0;
    while (at <= query.length()) {
      int end = query.indexOf('&', at);
      end = end < 0 ? query.length() : end;
      if (query.startsWith(name, at)
          && at + name.length() < end
          && query.charAt(at + name.length()) == '=') {
        return Optional.of(PercentEncoding.decode(query.substring(at + name.length() + 1, end)));
      }
      at = end + 1;
    }
    return Optional.empty();
  }
}
