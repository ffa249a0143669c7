package org.postern.gateway.config;

import java.nio.file.Path;
import java.util.List;
import org.postern.mail.smtp.Cidr;

/// The tests of a client and its sender while it is connected: the section `admission`. What each
/// test does stands in docs/admission.md.
public record AdmissionKeys(
    @Key(doc = "Networks whose clients are refused: 554 5.7.1 instead of a greeting.")
        List<Cidr> blocked,
    @Key(
            doc =
                "Files with more of them, one a line; what stands behind `#` or `;` is a comment."
                    + " Read again when they change; while a line is wrong the last good list"
                    + " holds.")
        List<Path> blockedFiles,
    @Key(
            doc =
                "Networks whose clients are not tested at the gate at all. Where an address is"
                    + " blocked and trusted, the smaller network decides.")
        List<Cidr> trusted,
    @Key(
            doc =
                "Domains whose ARC seal is believed: mail that they passed on unchanged is not"
                    + " refused for the DMARC or SPF of its author.")
        List<String> trustedSealers) {
  public AdmissionKeys {
    blocked = List.copyOf(blocked);
    blockedFiles = List.copyOf(blockedFiles);
    trusted = List.copyOf(trusted);
    trustedSealers = List.copyOf(trustedSealers);
  }
}
