/// The page `/why/REF`: what a sender may read about a refusal, and a form that asks the
/// administrators to look at it. It shows no recipient, subject, score or name of a test, and the
/// same page for every reference of which there is nothing to tell. Start reading at
/// [org.postern.gateway.why.WhyPages]; docs/why.md is for administrators.
package org.postern.gateway.why;
