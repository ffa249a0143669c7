package org.postern.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Message;

/// Where the fields of a message stand, and where its body begins.
public record RawHeader(byte[] octets, List<Place> places, int body) {

  /// A field: its name in lower case and its octets with the line end.
  public record Place(String name, int start, int end) {
    /// No place: that of a field not yet written.
    public static final Place NONE = new Place("", -1, -1);
  }

  /// The octets from the first field to the body.
  public int length() {
    return body - (places.isEmpty() ? 0 : places.getFirst().start());
  }

  /// Splits at line ends; a line that is no field goes with the one before it.
  public static RawHeader of(byte[] octets) {
    List<Place> places = new ArrayList<>();
    int at = 0;
    while (at < octets.length) {
      int end = lineEnd(octets, at);
      if (octets[at] == '\n' || (octets[at] == '\r' && end - at == 2)) {
        return new RawHeader(octets, places, end);
      }
      while (end < octets.length && (octets[end] == ' ' || octets[end] == '\t')) {
        end = lineEnd(octets, end);
      }
      places.add(new Place(name(octets, at, end), at, end));
      at = end;
    }
    return new RawHeader(octets, places, octets.length);
  }

  /// The fields as the MIME reader sees them, so that both judge the same ones.
  public static RawHeader of(Message message) {
    return of(message.octets(), message.headers());
  }

  /// The same where only the header was read.
  public static RawHeader of(byte[] octets, Headers headers) {
    List<Place> places = new ArrayList<>(headers.fields().size());
    for (Field field : headers.fields()) {
      places.add(new Place(field.name().toLowerCase(Locale.ROOT), field.offset(), field.end()));
    }
    return new RawHeader(octets, places, headers.end());
  }

  private static int lineEnd(byte[] octets, int from) {
    int at = from;
    while (at < octets.length && octets[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, octets.length);
  }

  private static String name(byte[] octets, int start, int end) {
    int colon = start;
    while (colon < end && octets[colon] != ':') {
      colon++;
    }
    int last = colon;
    while (last > start && (octets[last - 1] == ' ' || octets[last - 1] == '\t')) {
      last--;
    }
    String name = new String(octets, start, last - start, StandardCharsets.ISO_8859_1);
    return colon == end ? "" : name.toLowerCase(Locale.ROOT);
  }

  /// How many fields have the name, given in lower case.
  public int count(String name) {
    int count = 0;
    for (Place place : places) {
      count += place.name().equals(name) ? 1 : 0;
    }
    return count;
  }

  /// Whether the names say a name, given in lower case, as often as there are fields of it.
  public boolean covers(List<String> names, String name) {
    return names.stream().filter(name::equalsIgnoreCase).count() >= count(name);
  }

  /// The value of a field, folds kept, read as UTF-8 (RFC 8616).
  public String value(Place place) {
    int colon = place.start();
    while (colon < place.end() && octets[colon] != ':') {
      colon++;
    }
    int from = Math.min(colon + 1, place.end());
    int to = place.end();
    while (to > from && (octets[to - 1] == '\n' || octets[to - 1] == '\r')) {
      to--;
    }
    return new String(octets, from, to - from, StandardCharsets.UTF_8);
  }

  /// The fields that h= selects: for a name said again the next from the bottom, and nothing where
  /// none is left (section 5.4.2). `own` is the signature itself and never among them.
  public List<Place> select(List<String> names, Place own) {
    Map<String, List<Place>> left = new HashMap<>();
    for (Place place : places) {
      if (place.start() != own.start()) {
        left.computeIfAbsent(place.name(), _ -> new ArrayList<>()).add(place);
      }
    }
    List<Place> chosen = new ArrayList<>(names.size());
    for (String name : names) {
      List<Place> same = left.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
      if (!same.isEmpty()) {
        chosen.add(same.removeLast());
      }
    }
    return chosen;
  }
}
