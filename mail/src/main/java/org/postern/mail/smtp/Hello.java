package org.postern.mail.smtp;

/// EHLO or HELO: the name the client gives itself, unverified.
public record Hello(String name, boolean extended) {}
