/// Tests of the whole: the order of the packages.
package org.postern;
