package org.postern.gateway.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of octets, written `512`, `64KB`, `50MB` or `2GB`; 1 KB is 1024 octets.
public record Size(long octets) implements Comparable<Size> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12}) ?(B|KB|MB|GB)?");

  static Optional<Size> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    return Optional.of(
        new Size(
            switch (unit) {
              case "KB" -> number << 10;
              case "MB" -> number << 20;
              case "GB" -> number << 30;
              default -> number;
            }));
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(octets, other.octets);
  }

  @Override
  public String toString() {
    if (octets > 0 && octets % (1 << 30) == 0) {
      return (octets >> 30) + "GB";
    }
    if (octets > 0 && octets % (1 << 20) == 0) {
      return (octets >> 20) + "MB";
    }
    return octets > 0 && octets % (1 << 10) == 0 ? (octets >> 10) + "KB" : Long.toString(octets);
  }
}
