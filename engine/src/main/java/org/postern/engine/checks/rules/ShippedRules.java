package org.postern.engine.checks.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.engine.pattern.Databases;
import org.postern.engine.rules.Reading;
import org.postern.engine.rules.RuleLimits;
import org.postern.engine.rules.RuleSet;
import org.postern.engine.time.ProcessorTime;

/// The rules that come with Postern: `.cf` files among the resources of `engine.rules`.
final class ShippedRules {

  private static final List<String> FILES =
      List.of(
          "facts.cf",
          "fraud.cf",
          "extortion.cf",
          "accounts.cf",
          "deliveries.cf",
          "callback.cf",
          "errands.cf",
          "offers.cf",
          "coins.cf",
          "refunds.cf",
          "letters.cf",
          "notices.cf",
          "documents.cf",
          "bulk.cf",
          "forged.cf",
          "pasted.cf",
          "insiders.cf",
          "trades.cf",
          "wares.cf");

  private ShippedRules() {}

  /// For the commands: one set for the whole process; whoever runs it shares which rules are
  /// switched off.
  static RuleSet set() {
    return Holder.SET;
  }

  private static final class Holder {
    private static final RuleSet SET = read(Databases.kept());
  }

  static RuleSet read(Databases databases) {
    Map<String, byte[]> texts = new LinkedHashMap<>();
    for (String file : FILES) {
      texts.put(file, octets("/org/postern/engine/rules/" + file));
    }
    return switch (RuleSet.readTexts(
        texts, List.of(), databases, RuleFacts.NAMES, RuleLimits.TRUSTED, ProcessorTime.nanos())) {
      case Reading.Loaded loaded -> loaded.set();
      case Reading.Refused refused -> throw new IllegalStateException(refused.errors().toString());
    };
  }

  private static byte[] octets(String resource) {
    try (InputStream in = ShippedRules.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(resource, broken);
    }
  }
}
