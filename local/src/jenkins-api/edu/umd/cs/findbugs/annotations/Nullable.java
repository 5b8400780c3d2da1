// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package edu.umd.cs.findbugs.annotations;

@java.lang.annotation.Documented
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.FIELD, java.lang.annotation.ElementType.METHOD, java.lang.annotation.ElementType.PARAMETER, java.lang.annotation.ElementType.LOCAL_VARIABLE})
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.CLASS)
public @interface Nullable {
}
