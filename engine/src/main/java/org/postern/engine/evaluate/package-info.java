/// How good the checks are on labelled mail: reads collections, scans them, and computes recall,
/// false positives and what each symbol contributes, with confidence bounds, as text, JSON and
/// drawings.
///
/// Start reading at [org.postern.engine.evaluate.Evaluation].
package org.postern.engine.evaluate;
