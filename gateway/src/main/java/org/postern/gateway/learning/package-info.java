/// What people say about messages, and what the Bayesian filters learn of it: whose filters a word
/// teaches, which messages were learnt, and who has said the same already.
///
/// Start reading at [org.postern.gateway.learning.Learning].
package org.postern.gateway.learning;
