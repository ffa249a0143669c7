/// Checks that find what exists to test filters.
package org.postern.engine.checks.test;
