// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package net.java.sezpoz;

@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.ANNOTATION_TYPE})
public @interface Indexable {
    java.lang.Class<?> type() default java.lang.Object.class;
}
