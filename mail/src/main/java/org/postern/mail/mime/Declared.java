package org.postern.mail.mime;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the header of an entity says about its body, in every reading.
///
/// @param type the type that most readers take
/// @param types all Content-Type values, the usual one first, hidden ones last
/// @param dispositions all Content-Disposition values
/// @param encodings the encodings a reader may take the body for, the usual one first
/// @param doubtful whether readers may take something else for the type
record Declared(
    ContentType type,
    List<Parameters> types,
    List<Parameters> dispositions,
    List<TransferEncoding> encodings,
    boolean doubtful) {

  private static final int MOST_FIELDS = 8;

  /// Of a part without any header.
  static final Declared NOTHING =
      new Declared(
          ContentType.DEFAULT, List.of(), List.of(), List.of(TransferEncoding.IDENTITY), false);

  /// Evaluates a header; reports what is ambiguous in it.
  static Declared of(HeaderReader.Block block, ContentType fallback, Ambiguities ambiguities) {
    List<Field> typeFields = new ArrayList<>(1);
    List<Field> encodingFields = new ArrayList<>(1);
    List<Parameters> dispositions = new ArrayList<>(1);
    collect(block.headers().fields(), typeFields, encodingFields, dispositions);
    collect(block.hidden(), typeFields, encodingFields, dispositions);
    List<Parameters> types = new ArrayList<>(1);
    boolean malformed = false;
    for (Field field : typeFields) {
      Parameters parameters = Parameters.parse(field.value());
      types.add(parameters);
      malformed |= parameters.malformed();
    }
    boolean doubtful = !block.clean() || malformed || typeFields.size() > 1;
    ContentType type = type(types, typeFields, fallback, ambiguities);
    if (malformed) {
      reportMalformed(types, typeFields.getFirst(), ambiguities);
    }
    reportDoubles(typeFields, ambiguities);
    List<TransferEncoding> encodings = encodings(encodingFields, ambiguities);
    return new Declared(type, types, dispositions, encodings, doubtful);
  }

  private static void collect(
      List<Field> fields, List<Field> types, List<Field> encodings, List<Parameters> dispositions) {
    for (Field field : fields) {
      String name = field.name();
      if (name.length() < 12 || (name.charAt(0) | 0x20) != 'c') {
        continue;
      }
      switch (name.toLowerCase(Locale.ROOT)) {
        case "content-type" -> addSome(types, field);
        case "content-transfer-encoding" -> addSome(encodings, field);
        case "content-disposition" -> addSome(dispositions, Parameters.parse(field.value()));
        default -> {
          // Says nothing about the body.
        }
      }
    }
  }

  private static <T> void addSome(List<T> list, T value) {
    if (list.size() < MOST_FIELDS) {
      list.add(value);
    }
  }

  private static ContentType type(
      List<Parameters> types, List<Field> fields, ContentType fallback, Ambiguities ambiguities) {
    if (types.isEmpty()) {
      return fallback;
    }
    ContentType type = ContentType.of(types.getFirst());
    if (!type.type().isEmpty() && !type.subtype().isEmpty()) {
      return type;
    }
    String subtype =
        switch (type.type()) {
          case "multipart" -> "mixed";
          case "application" -> "octet-stream";
          case "message" -> "rfc822";
          case "text" -> type.subtype().isEmpty() ? "plain" : type.subtype();
          default -> "";
        };
    boolean harmless = subtype.equals("plain") || type.type().isEmpty();
    ambiguities.add(
        Ambiguity.Kind.MALFORMED_CONTENT_TYPE,
        fields.getFirst().value(),
        fields.getFirst().offset(),
        !harmless);
    // RFC 2045 section 5.2: what cannot be read is text/plain.
    return subtype.isEmpty()
        ? new ContentType("text", "plain", type.parameters())
        : new ContentType(type.type(), subtype, type.parameters());
  }

  private static void reportMalformed(
      List<Parameters> types, Field field, Ambiguities ambiguities) {
    boolean structure = false;
    for (Parameters parameters : types) {
      structure |= structural(parameters);
    }
    ambiguities.add(
        Ambiguity.Kind.MALFORMED_CONTENT_TYPE, field.value(), field.offset(), structure);
  }

  private static boolean structural(Parameters parameters) {
    if (parameters.head().toLowerCase(Locale.ROOT).contains("multi")) {
      return true;
    }
    for (Parameters.Parameter parameter : parameters.list()) {
      if (parameter.name().contains("boundary")) {
        return true;
      }
    }
    return false;
  }

  private static void reportDoubles(List<Field> fields, Ambiguities ambiguities) {
    for (int i = 1; i < fields.size(); i++) {
      if (!fields.get(i).value().equalsIgnoreCase(fields.getFirst().value())) {
        ambiguities.add(
            Ambiguity.Kind.DUPLICATE_HEADER, fields.get(i).name(), fields.get(i).offset());
      }
    }
  }

  private static List<TransferEncoding> encodings(List<Field> fields, Ambiguities ambiguities) {
    Set<TransferEncoding> found = new java.util.LinkedHashSet<>();
    for (Field field : fields) {
      Set<TransferEncoding> named = named(field.value());
      if (!named.equals(EnumSet.of(TransferEncoding.of(field.value().strip())))
          || named.contains(TransferEncoding.UNKNOWN)) {
        // A name that means nothing to anybody leaves the octets as they are for everybody.
        boolean severe = !named.equals(EnumSet.of(TransferEncoding.UNKNOWN));
        ambiguities.add(
            Ambiguity.Kind.TRANSFER_ENCODING_UNKNOWN, field.value(), field.offset(), severe);
      }
      if (named.stream().anyMatch(TransferEncoding::rare)) {
        ambiguities.add(
            Ambiguity.Kind.TRANSFER_ENCODING_UNKNOWN, field.value(), field.offset(), true);
      }
      found.addAll(named);
    }
    found.remove(TransferEncoding.UNKNOWN);
    if (found.isEmpty()) {
      return List.of(TransferEncoding.IDENTITY);
    }
    if (found.size() > 1) {
      ambiguities.add(
          Ambiguity.Kind.TRANSFER_ENCODING_CONFLICT, found.toString(), fields.getFirst().offset());
    }
    return List.copyOf(found);
  }

  /// Every encoding that a value names: comments, quotes, escapes and separators are stepped over.
  private static Set<TransferEncoding> named(String value) {
    TransferEncoding exact = TransferEncoding.of(value.strip());
    if (exact != TransferEncoding.UNKNOWN) {
      return EnumSet.of(exact);
    }
    String plain = EncodedWords.decode(value);
    Set<TransferEncoding> found = EnumSet.noneOf(TransferEncoding.class);
    String cleaned = withoutComments(plain);
    for (String token : cleaned.split("[\\s,;:]+")) {
      TransferEncoding encoding = TransferEncoding.of(token);
      if (encoding == TransferEncoding.UNKNOWN) {
        encoding = TransferEncoding.guess(token);
        if (encoding != TransferEncoding.UNKNOWN) {
          found.add(TransferEncoding.IDENTITY); // For readers that want the exact name.
        }
      }
      if (!token.isEmpty()) {
        found.add(encoding);
      }
    }
    return found.isEmpty() ? EnumSet.of(TransferEncoding.UNKNOWN) : found;
  }

  private static String withoutComments(String value) {
    StringBuilder plain = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (depth == 0 && c != '"' && c != '\\' && c != '\'') {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /// Whether any reader may take this for a multipart.
  boolean multipart() {
    if (type.type().contains("multi")) {
      return true;
    }
    for (Parameters parameters : types) {
      if (structural(parameters)) {
        return true;
      }
    }
    return false;
  }

  /// Whether most readers take this for a multipart.
  boolean plainMultipart() {
    return type.type().equals("multipart");
  }

  /// Whether the body is a message of its own.
  boolean message() {
    return type.type().equals("message")
        && switch (type.subtype()) {
          case "rfc822", "global", "news", "rfc2822" -> true;
          default -> false;
        };
  }

  /// Every boundary that a reader may take, the usual one first.
  List<String> boundaries() {
    List<String> all = new ArrayList<>(1);
    for (Parameters parameters : types) {
      for (String value : parameters.values("boundary")) {
        if (!all.contains(value) && all.size() < MOST_FIELDS * 2) {
          all.add(value);
        }
      }
    }
    return all;
  }

  /// Whether the boundary is declared with more than one value.
  boolean boundaryConflict() {
    for (Parameters parameters : types) {
      if (parameters.conflicting("boundary")) {
        return true;
      }
    }
    return false;
  }

  /// Every name declared for the part.
  List<String> names() {
    List<String> names = new ArrayList<>(0);
    for (Parameters parameters : dispositions) {
      addNames(names, parameters, "filename");
    }
    for (Parameters parameters : types) {
      addNames(names, parameters, "name");
    }
    crossHeaders(names);
    return names;
  }

  private static void addNames(List<String> names, Parameters parameters, String name) {
    if (!parameters.list().isEmpty()) {
      for (String value : parameters.values(name)) {
        if (!value.isBlank() && !names.contains(value) && names.size() < MOST_FIELDS * 4) {
          names.add(value);
        }
      }
    }
  }

  /// Pieces of one name (RFC 2231) that stand in several fields.
  private void crossHeaders(List<String> names) {
    if (types.size() + dispositions.size() < 2) {
      return;
    }
    List<Parameters.Parameter> pieces = new ArrayList<>();
    for (Parameters parameters : types) {
      piecesOf(parameters, "name*", "name", pieces);
    }
    for (Parameters parameters : dispositions) {
      piecesOf(parameters, "filename*", "filename", pieces);
    }
    if (pieces.size() > 1) {
      addNames(names, new Parameters("", pieces, false), "name");
    }
  }

  private static void piecesOf(
      Parameters parameters, String prefix, String name, List<Parameters.Parameter> pieces) {
    for (Parameters.Parameter parameter : parameters.list()) {
      if (parameter.name().startsWith(prefix)) {
        pieces.add(
            new Parameters.Parameter(
                "name" + parameter.name().substring(name.length()), parameter.readings()));
      }
    }
  }

  boolean attachment() {
    for (Parameters parameters : dispositions) {
      if (parameters.head().equalsIgnoreCase("attachment")) {
        return true;
      }
    }
    return false;
  }

  /// The charset declared, where it is known; the label where it is not.
  Optional<Charset> charset() {
    return charsetLabel().flatMap(Charsets::find);
  }

  Optional<String> charsetLabel() {
    String label = type.parameters().get("charset");
    return Optional.ofNullable(label);
  }
}
