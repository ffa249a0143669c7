/// The text model: logistic regression over hashed pieces of the decoded text, fitted by
/// [org.postern.engine.learn.TextTraining], shipped as a resource.
///
/// The Bayesian filters: what each owner (everybody, a domain, a user) taught, counted by tokens in
/// tables of limited size ([org.postern.engine.learn.BayesStore]).
///
/// The model of a site: what one site's own mail teaches ([org.postern.engine.learn.SiteModel]),
/// kept in a file ([org.postern.engine.learn.SiteModelFile]).
///
/// Start reading at [org.postern.engine.learn.TextModel] and
/// [org.postern.engine.learn.BayesTokens].
package org.postern.engine.learn;
