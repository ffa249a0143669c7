package org.postern.engine.scan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.postern.engine.Check;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.checks.content.BayesCheck;
import org.postern.engine.checks.content.SiteModelCheck;
import org.postern.engine.verdict.Symbol;

/// Everything that the built-in checks can find, the filters of recipients, and the model of a
/// site.
public final class BuiltinSymbols {

  private BuiltinSymbols() {}

  /// By name.
  public static Map<String, Symbol> all() {
    Map<String, Symbol> symbols = new TreeMap<>();
    for (Check check : BuiltinChecks.all()) {
      check.symbols().forEach(symbol -> symbols.put(symbol.name(), symbol));
    }
    BayesCheck.found().forEach(symbol -> symbols.put(symbol.name(), symbol));
    SiteModelCheck.found().forEach(symbol -> symbols.put(symbol.name(), symbol));
    return Collections.unmodifiableMap(symbols);
  }
}
