package org.postern.engine.learn;

import java.util.List;
import java.util.Locale;
import org.postern.engine.facts.ContentFacts;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// The structure of a message as features: types, charsets, encodings, boundaries, kinds of files,
/// the tags of its HTML, and sizes.
final class SiteStructure {

  private static final int MOST_PARTS = 30;
  private static final int MOST_TAGS = 800;
  private static final int MOST_HTML = 60_000;
  private static final int LONGEST_TAG = 15;
  private static final int LONGEST_ATTRIBUTE = 40;
  private static final int MOST_ATTRIBUTES = 300;

  private final SiteText text;
  private final FeatureSet features;

  private SiteStructure(SiteText text, FeatureSet features) {
    this.text = text;
    this.features = features;
  }

  static void read(Message message, ContentFacts content, SiteText text, FeatureSet features) {
    SiteStructure structure = new SiteStructure(text, features);
    List<Part> parts = message.parts();
    parts.stream().limit(MOST_PARTS).forEach(structure::part);
    structure.size("parts", parts.size());
    structure.size("links", content.links().size());
    structure.size("files", content.attachments().size());
    structure.size("text", content.visible().length());
    structure.size("hidden", content.hidden().length());
  }

  private void size(String kind, int size) {
    note(kind + " " + (Integer.SIZE - Integer.numberOfLeadingZeros(size)));
  }

  private void note(String mark) {
    int start = text.startLine("");
    text.append(mark, 100);
    features.add(text.hash(start, text.length()) ^ SiteText.salt("structure"), text.length() - 1);
  }

  private void part(Part part) {
    String type = part.contentType().name();
    note("type " + type + " " + part.depth());
    String charset = part.contentType().parameters().getOrDefault("charset", "");
    note("charset " + charset.toLowerCase(Locale.ROOT));
    String boundary = part.contentType().parameters().getOrDefault("boundary", "");
    if (!boundary.isEmpty()) {
      boundary(boundary);
    }
    part.headers()
        .value("Content-Transfer-Encoding")
        .ifPresent(encoding -> note("encoding " + encoding + " " + type));
    for (String name : part.names()) {
      note("file " + name.substring(Math.max(0, name.lastIndexOf('.'))));
    }
    for (Field field : part.headers().fields()) {
      if (part.depth() > 0) {
        note("field " + field.name());
      }
    }
    if (type.equals("text/html")) {
      tags(part.text());
    }
  }

  /// Its shape, and what is left of it when runs of hexadecimal digits are taken out.
  private void boundary(String boundary) {
    int start = text.startLine("");
    text.append(boundary, 100);
    features.add(text.shape(start, text.length()) ^ SiteText.salt("boundary"), text.length() - 1);
    StringBuilder rest = new StringBuilder("boundary ");
    int run = 0;
    for (int i = 0; i < Math.min(100, boundary.length()); i++) {
      char c = boundary.charAt(i);
      run = Character.digit(c, 16) >= 0 ? run + 1 : 0;
      if (run < 3) {
        rest.append(c);
      } else if (run == 3) {
        rest.setLength(rest.length() - 2);
        rest.append('#');
      }
    }
    note(rest.toString());
  }

  private void tags(String html) {
    int end = Math.min(html.length(), MOST_HTML);
    int at = 0;
    for (int tags = 0; tags < MOST_TAGS; tags++) {
      int open = html.indexOf('<', at);
      if (open < 0 || open >= end) {
        return;
      }
      int name = open + 1;
      while (name < end && ofName(html.charAt(name))) {
        name++;
      }
      long tag = hash(html, open, Math.min(name, open + LONGEST_TAG), SiteText.salt("tag"));
      features.add(tag, text.length() - 1);
      attributes(html, name, end, tag);
      at = Math.max(name, open + 1);
    }
  }

  private static boolean ofName(char c) {
    return Character.isLetterOrDigit(c) || c == '/' || c == '!';
  }

  private void attributes(String html, int from, int end, long tag) {
    int stop = Math.min(end, from + MOST_ATTRIBUTES);
    int at = from;
    while (at < stop && html.charAt(at) != '>') {
      while (at < stop && html.charAt(at) <= ' ') {
        at++;
      }
      int start = at;
      while (at < stop && html.charAt(at) > ' ' && html.charAt(at) != '>') {
        at++;
      }
      if (at > start && at - start < LONGEST_ATTRIBUTE) {
        features.add(hash(html, start, at, tag * 31), text.length() - 1);
      }
    }
  }

  private static long hash(String html, int from, int to, long salt) {
    long hash = salt;
    for (int i = from; i < to; i++) {
      hash = (hash ^ html.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
