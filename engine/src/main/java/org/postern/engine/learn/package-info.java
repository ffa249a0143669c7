/// The text model: logistic regression over hashed pieces of the decoded text, fitted by
/// [org.postern.engine.learn.Trainer], shipped as a resource.
///
/// Start reading at [org.postern.engine.learn.TextModel].
package org.postern.engine.learn;
