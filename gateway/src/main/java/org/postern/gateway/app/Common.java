package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.Durations;
import org.postern.gateway.tenant.TenantId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Options that commands share, and how their values are written.
final class Common {

  private static final Path USUAL = Path.of("postern.yaml");

  private Common() {}

  /// Where the data are.
  static final class Place {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Folder of all data; else as the configuration says, else ./data.")
    Optional<Path> data = Optional.empty();

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Configuration; else ./postern.yaml when there is one.")
    Optional<Path> config = Optional.empty();

    /// What the file says and the command line replaces.
    Config read() throws ConfigException {
      Config read = readFile();
      return data.isPresent() ? read.withData(data.get()) : read;
    }

    /// The same, where there must be data already.
    Config existing() throws ConfigException {
      Config read = read();
      Path folder = read.node().data();
      if (!Files.isDirectory(folder)) {
        throw new CommandFailed(
            "there are no data in "
                + folder
                + "; name their folder: --data DIR, or begin with: postern domain add");
      }
      return read;
    }

    private Config readFile() throws ConfigException {
      Path file = config.orElse(USUAL);
      try {
        return config.isPresent() || Files.exists(file) ? Config.read(file) : Config.standard();
      } catch (NoSuchFileException e) {
        throw new WrongUse("there is no file " + file, e);
      } catch (IOException e) {
        throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
      }
    }
  }

  /// The tenant that owns a domain.
  static final class Owner {
    @Option(names = "--tenant", paramLabel = "NAME", description = "Who owns the domain (default).")
    TenantId tenant = TenantId.DEFAULT;

    /// A domain of the tenant.
    Domain domain(Stores stores, String name) {
      return stores.tenants().domain(tenant, name).orElseThrow(() -> unknown(name));
    }

    CommandFailed unknown(String name) {
      return new CommandFailed(
          "tenant "
              + tenant
              + " has no domain "
              + Shown.text(name)
              + "; postern domain list shows all");
    }
  }

  /// Which entries of one reference are shown, and how.
  static final class Narrowed {
    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    Optional<TenantId> tenant = Optional.empty();
  }

  /// Reads `7d`.
  static final class DurationForm implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'" + text + "' is not a duration like 30s, 15m, 4h or 7d"));
    }
  }

  /// Reads the name of a tenant.
  static final class TenantForm implements ITypeConverter<TenantId> {
    @Override
    public TenantId convert(String text) {
      try {
        return new TenantId(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// A moment, either as such or as a duration before now.
  record Since(String text) {

    Instant before(Instant now) {
      return Durations.parse(text).map(now::minus).or(() -> moment(text)).orElseThrow();
    }

    private static Optional<Instant> moment(String text) {
      try {
        return Optional.of(
            text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text));
      } catch (DateTimeParseException _) {
        return Optional.empty(); // the caller says what was expected
      }
    }
  }

  /// Reads `1h`, `2026-03-01` or `2026-03-01T12:00:00Z`.
  static final class SinceForm implements ITypeConverter<Since> {
    @Override
    public Since convert(String text) {
      if (Durations.parse(text).isEmpty() && Since.moment(text).isEmpty()) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is neither a duration like 1h or 7d nor a time like 2026-03-01 or"
                + " 2026-03-01T12:00:00Z");
      }
      return new Since(text);
    }
  }
}
