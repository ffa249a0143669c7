/// Who the sender claims to be, and whether the address bears it out: brands, look-alike domains,
/// the recipient's own domains, and how the sender's fields are made.
///
/// Start reading at [org.postern.engine.checks.identity.BrandNameCheck]; the brands are data, see
/// `brands.txt`.
package org.postern.engine.checks.identity;
