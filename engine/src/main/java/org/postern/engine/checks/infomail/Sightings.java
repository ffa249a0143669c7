package org.postern.engine.checks.infomail;

import java.net.InetAddress;
import java.util.Optional;
import java.util.TreeSet;
import org.postern.engine.Case;
import org.postern.engine.bulk.Sighting;
import org.postern.engine.bulk.Waves;
import org.postern.engine.facts.SenderRelations;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;

/// From whom and where a message came, as far as mass mail is concerned.
final class Sightings {

  private static final String ANYBODY = "free mail";

  private Sightings() {}

  static Sighting of(Case mail) {
    SenderRelations relations = mail.relations();
    String domain = relations.from().isEmpty() ? relations.returnPath() : relations.from();
    return new Sighting(mail.recipients(), organisation(domain), network(mail));
  }

  static Waves.Copy copy(Case mail) {
    return new Waves.Copy(of(mail), proven(mail.relations()).map(Sightings::organisation));
  }

  /// The author where that is shown, else who handed it over, else who signed it.
  private static Optional<String> proven(SenderRelations relations) {
    if (relations.verified().contains(relations.from())) {
      return Optional.of(relations.from());
    }
    return relations.verified().contains(relations.returnPath())
        ? Optional.of(relations.returnPath())
        : new TreeSet<>(relations.verified()).stream().findFirst();
  }

  private static String organisation(String domain) {
    return HostKind.FREE_MAIL.contains(domain) ? ANYBODY : domain;
  }

  /// Of one who runs a network the domain of the host is the same everywhere; without it, a block
  /// of addresses as one customer has it: 256 of IPv4, /48 of IPv6.
  private static String network(Case mail) {
    String domain = mail.sender().hostName().map(RegistrableDomain::of).orElse("");
    if (!domain.isEmpty()) {
      return domain;
    }
    InetAddress address = mail.envelope().client().address().getAddress();
    byte[] octets = address.getAddress();
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < (octets.length == 4 ? 3 : 6); i++) {
      block.append(octets[i]).append(' ');
    }
    return block.toString();
  }
}
