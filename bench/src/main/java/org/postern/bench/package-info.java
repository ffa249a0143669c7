/// Benchmarks of single steps. The whole way is measured by bench/relay.py.
///
/// Start reading at [org.postern.bench.AnalysisBenchmark].
package org.postern.bench;
