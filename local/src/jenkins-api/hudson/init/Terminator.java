// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.init;

@org.jvnet.hudson.annotation_indexer.Indexed
@java.lang.annotation.Documented
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.METHOD})
public @interface Terminator {
    hudson.init.TermMilestone after() default hudson.init.TermMilestone.STARTED;
    hudson.init.TermMilestone before() default hudson.init.TermMilestone.COMPLETED;
    java.lang.String[] requires() default {};
    java.lang.String[] attains() default {};
    java.lang.String displayName() default "";
}
