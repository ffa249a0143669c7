/// Fits what learns to labelled mail: the points of symbols by logistic regression towards the
/// points that were declared, source by source, and what that is worth on a source that was left
/// out; the text model; and the model of a site.
///
/// Start reading at [org.postern.engine.train.WeightsTrainer],
/// [org.postern.engine.train.TextModelTraining] and [org.postern.engine.train.SiteTraining].
package org.postern.engine.train;
