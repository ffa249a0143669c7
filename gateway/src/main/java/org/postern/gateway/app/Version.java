package org.postern.gateway.app;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version of this build.
final class Version implements IVersionProvider {

  /// That of the archive; `development` where the classes lie in a folder.
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Postern " + text() + ", Java " + Runtime.version().feature()};
  }
}
