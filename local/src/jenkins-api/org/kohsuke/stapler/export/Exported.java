// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler.export;

@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Documented
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.FIELD, java.lang.annotation.ElementType.METHOD})
public @interface Exported {
    int visibility() default 0;
    java.lang.String name() default "";
    boolean inline() default false;
    boolean merge() default false;
    boolean skipNull() default false;
    java.lang.String verboseMap() default "";
}
