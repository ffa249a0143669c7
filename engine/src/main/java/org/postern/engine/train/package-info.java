/// Fits the points of symbols to labelled mail: logistic regression towards the points that were
/// declared, source by source, and what that is worth on a source that was left out.
///
/// Start reading at [org.postern.engine.train.WeightsTrainer].
package org.postern.engine.train;
