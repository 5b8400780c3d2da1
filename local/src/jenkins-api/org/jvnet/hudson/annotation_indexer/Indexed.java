// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jvnet.hudson.annotation_indexer;

@java.lang.annotation.Documented
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.ANNOTATION_TYPE})
public @interface Indexed {
    java.lang.Class<? extends org.jvnet.hudson.annotation_indexer.Validator>[] validators() default {};
}
