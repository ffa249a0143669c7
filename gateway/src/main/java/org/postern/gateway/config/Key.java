package org.postern.gateway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// One key of the configuration: a component of a record. docs/configuration.md is written from
/// these. The name of the key is that of the component in lower case with `_`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {

  /// What it means: for administrators.
  String doc();

  /// The default, as it would be written in the file; a list with commas; nothing for an optional
  /// value that is absent. Not used for sections.
  String standard() default "";

  /// The smallest value allowed, in the form of the value; empty for no bound.
  String least() default "";

  /// The largest value allowed.
  String most() default "";
}
