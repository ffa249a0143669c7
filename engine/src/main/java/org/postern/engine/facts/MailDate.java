package org.postern.engine.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Reads a Date field (RFC 5322 section 3.3, with the obsolete forms of section 4.3): `Tue, 3 Jul
/// 2001 02:04:29 +0100 (IST)`; day of the week, seconds, zone and comment may be missing, years may
/// have two digits. By hand: a formatter costs a hundred times as much.
public final class MailDate {

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final int NONE = -1;

  private final String text;
  private int at;

  private MailDate(String text) {
    this.text = text;
  }

  /// The moment, or empty where the value is not a date.
  public static Optional<Instant> parse(String value) {
    return new MailDate(value).read();
  }

  private Optional<Instant> read() {
    dayOfWeek();
    int day = number(2);
    separator();
    int month = month();
    separator();
    int year = year();
    space();
    int hour = number(2);
    int minute = colon() ? number(2) : NONE;
    int second = colon() ? number(2) : 0;
    space();
    int zone = zone();
    if (day == NONE || month == NONE || year == NONE || hour == NONE || minute == NONE) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(year, month, day, hour, minute, Math.min(59, Math.max(0, second)));
      return Optional.of(local.toInstant(ZoneOffset.UTC).minusSeconds(zone * 60L));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void dayOfWeek() {
    space();
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == '.')) {
      at++;
    }
    space();
  }

  private void space() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  /// Between day, month and year: space, or the hyphen of old programs.
  private void separator() {
    space();
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
  }

  private boolean colon() {
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      return true;
    }
    return false;
  }

  private int number(int most) {
    int value = 0;
    int start = at;
    while (at < text.length() && at - start < most && isDigit(text.charAt(at))) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    return at == start ? NONE : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private int month() {
    if (at + 3 > text.length()) {
      return NONE;
    }
    for (int i = 0; i < 12; i++) {
      if (text.regionMatches(true, at, MONTHS, i * 3, 3)) {
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
          at++;
        }
        return i + 1;
      }
    }
    return NONE;
  }

  /// RFC 5322 section 4.3: 00 to 49 are of this century, 50 to 99 and 100 to 999 count from 1900.
  private int year() {
    int start = at;
    int year = number(4);
    return switch (at - start) {
      case 0, 1 -> NONE;
      case 2 -> year < 50 ? 2000 + year : 1900 + year;
      case 3 -> 1900 + year;
      default -> year;
    };
  }

  /// In minutes east of Greenwich; names of zones, which nobody can trust, count as UTC.
  private int zone() {
    if (at + 5 > text.length() || "+-".indexOf(text.charAt(at)) < 0) {
      return 0;
    }
    int sign = text.charAt(at++) == '-' ? -1 : 1;
    int digits = number(4);
    return digits == NONE ? 0 : sign * (digits / 100 * 60 + digits % 100);
  }
}
