package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.engine.unpack.TnefStream.Attribute;
import org.postern.engine.unpack.TnefStream.Property;

/// TNEF, the `winmail.dat` of Outlook (MS-OXTNEF): attachments, and the bodies of the message. An
/// embedded message is a TNEF stream again, and so a container in a container.
final class TnefFormat implements Format {

  // MS-OXTNEF section 2.1.3.2; the upper half of an identifier is a type and says nothing
  private static final int ATTACH_RENDERING = 0x9002;
  private static final int ATTACH_TITLE = 0x8010;
  private static final int ATTACH_TRANSPORT_NAME = 0x9001;
  private static final int ATTACH_DATA = 0x800f;
  private static final int ATTACH_METAFILE = 0x8011;
  private static final int ATTACH_PROPERTIES = 0x9005;
  private static final int MESSAGE_PROPERTIES = 0x9003;
  private static final int MESSAGE_BODY = 0x800c;

  // MS-OXPROPS
  private static final int LONG_FILE_NAME = 0x3707;
  private static final int FILE_NAME = 0x3704;
  private static final int DISPLAY_NAME = 0x3001;
  private static final int DATA = 0x3701;
  private static final int BODY_TEXT = 0x1000;
  private static final int BODY_RTF = 0x1009;
  private static final int BODY_HTML = 0x1013;

  @Override
  public boolean matches(byte[] content) {
    return Bytes.startsWith(content, TnefStream.SIGNATURE);
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    TnefStream stream = TnefStream.of(content);
    List<String> damage = new ArrayList<>(stream.damage());
    Attachment attachment = new Attachment();
    for (Attribute attribute : stream.attributes()) {
      switch (attribute.id()) {
        case ATTACH_RENDERING -> {
          attachment.handOut(sink);
          attachment = new Attachment();
        }
        case ATTACH_TITLE, ATTACH_TRANSPORT_NAME ->
            attachment.shortNames.add(text(attribute.value()));
        case ATTACH_DATA -> attachment.contents.add(attribute.value());
        case ATTACH_METAFILE -> member("icon.wmf", attribute.value(), sink);
        case ATTACH_PROPERTIES ->
            TnefStream.properties(attribute.value(), damage).forEach(attachment::take);
        case MESSAGE_BODY -> member("message.txt", attribute.value(), sink);
        case MESSAGE_PROPERTIES -> {
          for (Property property : TnefStream.properties(attribute.value(), damage)) {
            body(property, sink);
          }
        }
        default -> {} // dates, recipients and the like
      }
    }
    attachment.handOut(sink);
    for (String what : damage.stream().distinct().toList()) {
      sink.unreadable("attributes", what);
    }
  }

  private static void body(Property property, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    for (byte[] value : property.values()) {
      switch (property.id()) {
        case BODY_TEXT -> member("message.txt", inUtf8(property, value), sink);
        case BODY_HTML -> member("message.html", inUtf8(property, value), sink);
        case BODY_RTF -> {
          try {
            member("message.rtf", CompressedRtf.read(value), sink);
          } catch (CompressedRtf.Damaged damaged) {
            sink.unreadable("message.rtf", String.valueOf(damaged.getMessage()));
          }
        }
        default -> {} // what a list of messages shows
      }
    }
  }

  private static void member(String name, byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    sink.member(name, new ByteArrayInputStream(content));
  }

  private static byte[] inUtf8(Property property, byte[] value) {
    return property.isUnicode()
        ? new String(value, StandardCharsets.UTF_16LE).getBytes(StandardCharsets.UTF_8)
        : value;
  }

  private static String name(Property property, byte[] value) {
    return property.isUnicode()
        ? upToNul(new String(value, StandardCharsets.UTF_16LE))
        : text(value);
  }

  private static String text(byte[] value) {
    return upToNul(new String(value, StandardCharsets.ISO_8859_1));
  }

  private static String upToNul(String all) {
    int end = all.indexOf(0);
    return end < 0 ? all : all.substring(0, end);
  }

  /// What is known of one file until the next begins. Names and content come in any order.
  private static final class Attachment {
    private final List<String> longNames = new ArrayList<>();
    private final List<String> shortNames = new ArrayList<>();
    private final List<String> shownNames = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    void take(Property property) {
      for (byte[] value : property.values()) {
        switch (property.id()) {
          case LONG_FILE_NAME -> longNames.add(name(property, value));
          case FILE_NAME -> shortNames.add(name(property, value));
          case DISPLAY_NAME -> shownNames.add(name(property, value));
          case DATA -> contents.add(property.withoutInterface(value));
          default -> {} // icons, sizes, dates
        }
      }
    }

    /// Under its best name, and again under one with another ending: programs differ in the name
    /// that they show.
    void handOut(Sink sink) throws IOException, Budget.Exceeded, InterruptedException {
      List<String> names = new ArrayList<>(longNames);
      names.addAll(shortNames);
      names.addAll(shownNames);
      names.removeIf(String::isBlank);
      String best = names.isEmpty() ? "attachment" : names.getFirst();
      for (byte[] content : contents) {
        member(best, content, sink);
        for (String name : names.subList(0, Math.max(0, names.size() - shownNames.size()))) {
          if (!ending(name).equals(ending(best))) {
            member(name, content, sink);
          }
        }
      }
    }

    private static String ending(String name) {
      return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
  }
}
