/// The configuration file `postern.yaml` as records: every key has a default, and whatever is wrong
/// is said with its file, line and column.
///
/// Start reading at [org.postern.gateway.config.Config].
package org.postern.gateway.config;
