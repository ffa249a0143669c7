/// Files of administrators that are read again when they change, without a restart.
package org.postern.engine.files;
