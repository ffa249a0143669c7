package org.postern.mail.report;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.mail.mime.Part;

/// A feedback report (ARF, RFC 5965) and, where its type is AUTH_FAILURE, a failure report (RFC
/// 6591, RFC 9991). Texts are as written, folds taken out. `headers` is the header of the message
/// reported where only that is there, `original` the message where all of it is.
public record FeedbackReport(
    FeedbackType type,
    String userAgent,
    Optional<Instant> arrival,
    List<String> authenticationResults,
    long incidents,
    Optional<String> envelopeId,
    Optional<String> mailFrom,
    List<String> recipients,
    List<String> domains,
    List<String> uris,
    Optional<String> reportingMta,
    Optional<InetAddress> source,
    int sourcePort,
    Failure failure,
    Optional<String> headers,
    Optional<Part> original)
    implements Report {

  public FeedbackReport {
    authenticationResults = List.copyOf(authenticationResults);
    recipients = List.copyOf(recipients);
    domains = List.copyOf(domains);
    uris = List.copyOf(uris);
  }

  public enum FeedbackType {
    ABUSE,
    AUTH_FAILURE,
    FRAUD,
    NOT_SPAM,
    VIRUS,
    OTHER
  }

  /// What failed, of an authentication failure report; nothing of it in other reports.
  public record Failure(
      AuthFailure kind,
      Delivery delivery,
      Alignment alignment,
      Optional<String> dkimDomain,
      Optional<String> dkimIdentity,
      Optional<String> dkimSelector,
      Optional<String> dkimKeyRecord,
      Optional<String> dkimAdspRecord,
      Optional<String> dkimCanonicalHeader,
      Optional<String> dkimCanonicalBody,
      Optional<String> spfRecord) {}

  public enum AuthFailure {
    UNSPECIFIED,
    ADSP,
    BODYHASH,
    REVOKED,
    SIGNATURE,
    SPF,
    DMARC
  }

  /// What became of the message.
  public enum Delivery {
    UNSPECIFIED,
    DELIVERED,
    SPAM,
    POLICY,
    REJECT,
    OTHER
  }

  /// Which identifiers were in alignment (RFC 9991 section 4).
  public enum Alignment {
    UNSPECIFIED,
    NONE,
    DKIM,
    SPF,
    DKIM_SPF
  }
}
