/// Checks of what pictures and PDF files say: codes that lead to the web, documents that are made
/// to be clicked or that run programs, text that stands only in pictures.
package org.postern.engine.checks.image;
