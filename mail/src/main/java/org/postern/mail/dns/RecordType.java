package org.postern.mail.dns;

/// The types of records that can be asked for.
public enum RecordType {
  A,
  AAAA,
  MX,
  TXT,
  PTR,
  CNAME,
  NS
}
